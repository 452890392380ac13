// Uploads a clip to the web front, many times if you like.
//
//   node dist/upload.js                        clips/sunrise.mp4, once
//   node dist/upload.js 60                     60 times
//   node dist/upload.js 1 clips/broken.mp4     a file that is no video
import { readFile } from 'node:fs/promises';

const [times = '1', file = 'clips/sunrise.mp4'] = process.argv.slice(2);
const front = `http://127.0.0.1:${process.env.PORT ?? 8080}`;
const body = await readFile(file);

for (let i = 0; i < Number(times); i += 1) {
  const response = await fetch(`${front}/clips`, { method: 'POST', body });
  console.log(`upload: ${response.status} ${await response.text()}`);
}
