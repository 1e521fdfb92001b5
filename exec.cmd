@rem "npm start" is "exec node ...": a Unix shell gives its place to node. Windows has no such word.
@%*
