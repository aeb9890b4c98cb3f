"""The command line, one module per noun: asks the session and shows the answer; knows no rules, loads Textual last."""
