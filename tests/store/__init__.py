"""The store on real files: what is kept, what is mended, what is refused."""
