import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { nameProgram } from '../../../broker/peers/programName.ts';

const CASES: readonly (readonly [commandLine: string, name: string])[] = [
  ['node worker.js', 'worker.js'],
  ['/usr/bin/node --inspect=127.0.0.1:0 -r ts-node/register ./src/worker.ts --queue orders', 'worker.ts'],
  ['node --import ./telemetry.mjs dist/main', 'main'],
  ['/usr/bin/node -e setInterval(f)', 'node'],
  ['bun run worker.ts', 'worker.ts'],
  ['python3 worker.py', 'worker.py'],
  ['/app/.venv/bin/python3.11 -X dev -W error -u /app/worker.py secret', 'worker.py'],
  ['python -m shop.worker', 'worker'],
  ['python3 -c import os', 'python3'],
  ['python3 -m debugpy --listen 5678 --wait-for-client worker.py', 'worker.py'],
  ['python3 -m debugpy --listen 5678 -m shop.worker', 'worker'],
  ['/usr/bin/python3 /usr/local/bin/aws sqs receive-message', 'aws'],
  ['java -Xmx1g -cp target/classes:lib/* com.example.shop.Worker a b', 'Worker'],
  [
    '/usr/lib/jvm/17/bin/java --add-opens java.base/java.lang=ALL-UNNAMED -jar build/worker-1.2.jar',
    'worker-1.2.jar',
  ],
  ['java -p mods -m shop/com.example.Worker', 'Worker'],
  ['dotnet exec bin/Worker.dll', 'Worker.dll'],
  ['dotnet bin/Worker.dll', 'Worker.dll'],
  ['ruby -I lib worker.rb', 'worker.rb'],
  ['/tmp/go-build2/b001/exe/worker --verbose', 'worker'],
  ['./target/debug/worker', 'worker'],
  ['', 'kworker'],
];

describe('the name of a program', () => {
  for (const [commandLine, name] of CASES) {
    it(`is ${name} for “${commandLine}”`, () => {
      assert.equal(nameProgram(commandLine.split(' ').filter(Boolean), 'kworker'), name);
    });
  }

  it('is the title that a program has given itself', () => {
    assert.equal(nameProgram(['gunicorn: worker [shop/api]'], 'gunicorn'), 'gunicorn: worker [shop/api]');
  });

  it('is short, and on one line', () => {
    assert.equal(nameProgram([`a\nb\u0000${'c'.repeat(500)}`], ''), `a b ${'c'.repeat(60)}`);
  });
});
