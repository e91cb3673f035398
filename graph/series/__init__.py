"""How alike two incidents are, each comparison in bits that are learnt from solved pairs."""
