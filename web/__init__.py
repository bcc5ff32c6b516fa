"""The browser's door: pages, forms and static sources, and what of the API spans rooms."""
