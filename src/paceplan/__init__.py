"""paceplan: decide whether a technology project needs a sprint, a marathon or both, and run it at that pace."""

__version__ = "0.1.0"
