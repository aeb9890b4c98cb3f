"""TinyDB's own tests, run on paceplan's storage by `.ci/conformance`."""
