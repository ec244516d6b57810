"""The packaged concepts as data, and the matchers over them."""
