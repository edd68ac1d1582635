"""The checks of `archive verify`, one module each; `register` names them all."""
