"""Ray: one encoder on many cores, GPUs or machines (the extra ``ray``)."""

from trends.embed.ray.encoder import RayEncoder, open_ray

__all__ = ["RayEncoder", "open_ray"]
