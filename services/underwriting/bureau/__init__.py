"""The credit bureau: asked on a consent alone, each question noted, each answer kept a while."""
