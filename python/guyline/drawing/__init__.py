"""Parts of the pictures that `guyline.plot` draws."""
