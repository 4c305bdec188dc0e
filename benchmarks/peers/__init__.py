"""The programs that ours is measured against, and the smallest ones that hold a part of ours."""
