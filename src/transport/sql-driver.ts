// What is used of mysql2, as an ES module of its own: a bundled CommonJS package loses its names when it is imported dynamically.

export {createConnection} from 'mysql2';
