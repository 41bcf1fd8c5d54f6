"""The publisher's seal: its certificate, sealing what is issued, reading it again."""
