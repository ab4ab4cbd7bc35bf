// Makes one call with a client of Node's and says what came back, as JSON: [status, fields, SHA-256
// of the body as it came over the wire, or as the client unpacked it].
//
//   node --input-type=module -e "$(cat clients.mjs)" -- '[kind, url, method, fields, chunked, hasBody]'
//
// The body comes on standard input. Packages are looked for in the folder it is started in.
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import {Readable} from 'node:stream';

const [kind, url, method, fields, chunked, hasBody] = JSON.parse(process.argv[1]);
const body = hasBody ? fs.readFileSync(0) : undefined;
const named = Object.fromEntries(fields);

function* pieces() {
  for (let at = 0; at < body.length; at += 9999) yield body.subarray(at, at + 9999);
}

function pairs(flat) {
  const list = [];
  for (let at = 0; at < flat.length; at += 2) list.push([String(flat[at]), String(flat[at + 1])]);
  return list;
}

function plain() {
  return new Promise((done, failed) => {
    const call = http.request(url, {method, agent: false}, async (answer) => {
      const parts = [];
      for await (const part of answer) parts.push(part);
      done([answer.statusCode, pairs(answer.rawHeaders), Buffer.concat(parts)]);
    });
    call.on('error', failed);
    for (const [name, value] of fields) call.setHeader(name, value);
    if (body && !chunked) call.setHeader('Content-Length', body.length);
    if (body) call.write(body);
    call.end();
  });
}

async function fetched() {
  const init = {method, headers: new Headers(fields), redirect: 'manual'};
  if (chunked) {
    init.body = Readable.toWeb(Readable.from(pieces()));
    init.duplex = 'half';
  } else if (body) {
    init.body = body;
  }
  const answer = await fetch(url, init);
  return [answer.status, [...answer.headers], Buffer.from(await answer.arrayBuffer())];
}

async function axiosed() {
  const {default: axios} = await import('axios');
  const answer = await axios({
    url, method, headers: named, data: chunked ? Readable.from(pieces()) : body, proxy: false,
    decompress: false, responseType: 'arraybuffer', maxRedirects: 0, validateStatus: () => true,
    transformRequest: (data) => data, maxBodyLength: Infinity, maxContentLength: Infinity,
  });
  return [answer.status, pairs(answer.request.res.rawHeaders), Buffer.from(answer.data)];
}

async function gotten() {
  const {default: got} = await import('got');
  const answer = await got(url, {
    method, headers: named, body: chunked ? Readable.from(pieces()) : body, decompress: false,
    responseType: 'buffer', retry: {limit: 0}, throwHttpErrors: false, followRedirect: false,
  });
  return [answer.statusCode, pairs(answer.rawHeaders), answer.rawBody];
}

async function undicied() {
  const {request} = await import('undici');
  const answer = await request(url, {
    method, headers: named, body: chunked ? Readable.from(pieces()) : body, responseHeaders: 'raw',
  });
  const content = Buffer.from(await answer.body.arrayBuffer());
  return [answer.statusCode, pairs(answer.headers), content];
}

const CLIENTS = {http: plain, fetch: fetched, axios: axiosed, got: gotten, undici: undicied};
const [status, list, data] = await CLIENTS[kind]();
const hash = crypto.createHash('sha256').update(data).digest('hex');
console.log(JSON.stringify([status, list, hash]));
process.exitCode = 0;
setImmediate(() => process.exit());
