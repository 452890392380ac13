// Starts another emulator of SQS on a free port and prints a ready line as the broker does.
// node test/bench/peerServer.mjs NAME FOLDER-OF-ITS-PACKAGES
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [name, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(folder, 'package.json')));

/** Each starts its server on a port that the system chooses, and says which. */
const STARTERS = {
  fauxqs: async () => {
    const { startFauxqs } = await import(pathToFileURL(join(folder, 'node_modules/fauxqs/dist/app.js')).href);
    const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
    return server.port;
  },
  'local-aws-sqs': async () => {
    const { createSqsServer } = require('local-aws-sqs');
    const server = await createSqsServer({ port: 0, hostname: '127.0.0.1' });
    return server.address().port;
  },
};

const port = await STARTERS[name]();
console.log(JSON.stringify({ event: 'ready', endpoint: `http://127.0.0.1:${port}`, pid: process.pid }));
