from hiring.models.user import User

__all__ = ["User"]
