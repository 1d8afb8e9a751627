"""The law on a placement at a company: lengths, extension, rimelighedskravet, earlier jobs there."""
