"""How dates read where a page does not say it itself: the admin pages above all."""
