// What is used of ioredis, as an ES module of its own: a bundled CommonJS package loses its names when it is imported dynamically.

export {AbstractConnector, Redis} from 'ioredis';
