"""What is drawn. A widget gets attributes from above and sends messages up; it fetches nothing."""
