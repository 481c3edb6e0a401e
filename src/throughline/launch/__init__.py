"""Starting things: the database, the front-end assets, the browser, and the commands of `./throughline`."""
