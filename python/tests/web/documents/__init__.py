"""A Django application whose users download and upload their own documents: docs/how-to/web-frameworks.md."""
