"""The pages of a media kit, one module each; every one draws on a ``KitFrame``."""
