"""A Django application that gives users links to their own documents: docs/how-to/web-frameworks.md."""
