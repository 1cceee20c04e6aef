# The token against forged requests, as the cookie and the header of a measuring browser both say it.
SECRET = "b" * 32
