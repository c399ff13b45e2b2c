// The genre workload in Node, for tests/bench: takes one sample for each line of its standard
// input. README.md beside this file tells how.
import { createHash } from 'node:crypto';
import http2 from 'node:http2';
import readline from 'node:readline';

const base = process.argv[2];
const path = '/wp-json/genrenator/v1/genre/?seed=';

// The class of the agent behind the built-in fetch, which Node does not export by name.
await fetch(`${base}${path}0`).then((response) => response.text());
const Agent = globalThis[Symbol.for('undici.globalDispatcher.1')].constructor;

function overHttp1() {
  const dispatcher = new Agent({ connections: null }); // as many as there are requests
  return {
    async fetch(seed) {
      const response = await fetch(base + path + seed, { dispatcher });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return response.json();
    },
    close: () => dispatcher.close(),
  };
}

// fetch speaks HTTP/2 over TLS only; node:http2 speaks it in clear text too.
function overHttp2() {
  const session = http2.connect(base);
  session.setMaxListeners(0);
  return {
    fetch: (seed) => new Promise((resolve, reject) => {
      const stream = session.request({ ':path': path + seed });
      let status = 0;
      let body = '';
      stream.setEncoding('utf8');
      stream.on('response', (headers) => { status = headers[':status']; });
      stream.on('data', (chunk) => { body += chunk; });
      stream.on('error', reject);
      stream.on('end', () => {
        if (status !== 200) return reject(new Error(`the server answered ${status}`));
        try {
          resolve(JSON.parse(body));
        } catch (error) {
          reject(error);
        }
      });
    }),
    close: () => new Promise((resolve) => { session.close(resolve); }),
  };
}

function fetchAll(client, n) {
  return Promise.all(Array.from({ length: n }, (_, seed) => client.fetch(seed)));
}

async function sample(client, n) {
  const begin = process.hrtime.bigint();
  const genres = await fetchAll(client, n);
  const nanos = process.hrtime.bigint() - begin;
  const digest = createHash('sha256').update(genres.join('\n')).digest('hex').slice(0, 16);
  return `${nanos}\t${digest}`;
}

let client;
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [order, what, n] = line.split('\t');
  try {
    if (order === 'open') client = what === '2' ? overHttp2() : overHttp1();
    else if (order === 'fetch') console.log(await sample(client, Number(n)));
    else await client.close();
  } catch (error) {
    console.log(`error\t${error}${error.cause ? ` (${error.cause})` : ''}`);
  }
}
