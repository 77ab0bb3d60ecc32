"""How good topics are: stable, coherent, apart."""
