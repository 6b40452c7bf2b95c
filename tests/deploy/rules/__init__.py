"""Static checks of rendered manifests: each is a function from manifests to what is wrong."""
