"""Pages of the handbooks room: the public library, the publishing desk, writing."""
