"""What a person wants of the topics: guides and corrections."""
