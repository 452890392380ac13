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
  ['php -d memory_limit=512M artisan queue:work', 'artisan'],
  ['php -d aws.secret=XYZ worker.php', 'worker.php'],
  ['php -daws.secret=XYZ -f worker.php secret', 'worker.php'],
  ['php --define aws.secret=XYZ', 'php'],
  ['php8.3 -S localhost:8000 -t public', 'php8.3'],
  ['node --env-file .env app.js', 'app.js'],
  ['node --env-file=.env --enable-source-maps --no-warnings server', 'server'],
  ['node --watch-path ./src --watch app.js', 'app.js'],
  ['node --run worker', 'worker'],
  ['node inspect app.js', 'app.js'],
  ['node run secret', 'run'],
  ['node - SECRETKEY', 'node'],
  ['node -- app.js', 'app.js'],
  // A word behind an option that is not known may be its value.
  ['node --some-new-option SECRETKEY app.js', 'node'],
  ['node --some-new-option dist/app.js', 'app.js'],
  ['node token=SECRETKEY', 'node'],
  ['node --import', 'node'],
  ['tsx watch app.ts', 'app.ts'],
  ['tsx --tsconfig tsconfig.json watch --env-file .env app.ts', 'app.ts'],
  ['bun --hot run watch', 'watch'],
  ['bun --env-file .env worker.ts', 'worker.ts'],
  ['deno run --allow-net -c deno.json worker.ts', 'worker.ts'],
  ['deno task worker', 'worker'],
  ['python3 -uX dev -Werror -um shop.worker', 'worker'],
  ['python3 -mshop.worker', 'worker'],
  ['python3 - SECRETKEY', 'python3'],
  [
    'python3 /ext/debugpy --connect 127.0.0.1:5678 --configure-qt none --adapter-access-token SECRETKEY worker.py',
    'worker.py',
  ],
  ['java --enable-preview -Dtoken=SECRETKEY --source 21 com.example.Worker', 'Worker'],
  ['java --module=shop/com.example.Worker', 'Worker'],
  ['dotnet exec --runtimeconfig a.json --depsfile b.json bin/Worker.dll', 'Worker.dll'],
  ['ruby -C app -W2 -rjson --yjit worker.rb', 'worker.rb'],
  ['perl -w -Mstrict -I lib worker.pl', 'worker.pl'],
];

/** A process that has changed its title may have its arguments in it. */
const TITLES: Readonly<Record<string, string>> = {
  'gunicorn: worker [shop/api]': 'gunicorn',
  'celery worker -b redis://:SECRET@host/0': 'celery',
  '/usr/bin/celery worker -b redis://:SECRET@host/0': 'celery',
  '[celeryd: celery@host:MainProcess] -active-': 'celeryd',
  'worker:SECRET': 'worker',
  'node worker.js SECRET': 'node',
};

/** Code can be in any argument, with spaces or without. */
const INLINE: readonly (readonly [argv: readonly string[], name: string])[] = [
  ...['-e', '-p', '-pe', '--eval', '--print', '--eval=1'].flatMap((option) => [
    [['node', option, 'const k="SECRETKEY"'], 'node'] as const,
    [['node', '--no-warnings', option, 'SECRETKEY', 'SECRET.js'], 'node'] as const,
  ]),
  [['tsx', '-e', 'SECRETKEY'], 'tsx'],
  [['bun', '-e', 'SECRETKEY'], 'bun'],
  [['bun', 'exec', 'SECRETKEY'], 'bun'],
  [['deno', 'eval', '-p', 'SECRETKEY'], 'deno'],
  ...['-c', '-uc', '-Bc', '-cSECRETKEY'].map(
    (option) => [['python3', option, 'SECRETKEY'], 'python3'] as const,
  ),
  [['python3', '-uc', 'x.go(token="SECRET")'], 'python3'],
  [['python3', '-m', 'debugpy', '--listen', '5678', '-c', 'SECRETKEY'], 'debugpy'],
  ...['-e', '-E', '-ne', '-lane', '-l0ne', '-pi', '-eSECRETKEY'].map(
    (option) => [['perl', option, '-e', 'SECRETKEY'], 'perl'] as const,
  ),
  ...['-e', '-ne', '-ane', '-rjson'].map((option) => [['ruby', option, '-e', 'SECRETKEY'], 'ruby'] as const),
  ...['-r', '-B', '-R', '-E', '--run', '--process-code'].map(
    (option) => [['php', option, 'SECRETKEY'], 'php'] as const,
  ),
];

describe('the name of a program', () => {
  for (const [commandLine, name] of CASES) {
    it(`is ${name} for “${commandLine}”`, () => {
      assert.equal(nameProgram(commandLine.split(' ').filter(Boolean), 'kworker'), name);
    });
  }

  for (const [commandLine, name] of Object.entries(TITLES)) {
    it(`is ${name} for the title “${commandLine}”`, () => {
      assert.equal(nameProgram([commandLine], 'kworker'), name);
    });
  }

  for (const [argv, name] of INLINE) {
    it(`is ${name} for ${JSON.stringify(argv)}, and nothing of its code`, () => {
      assert.equal(nameProgram(argv, 'kworker'), name);
    });
  }

  it('is short, and on one line', () => {
    assert.equal(nameProgram([`a\nb\u0000${'c'.repeat(500)}`], ''), 'a');
    assert.equal(nameProgram(['node', 'c'.repeat(500)], ''), 'c'.repeat(64));
    assert.equal(nameProgram(['/opt/a\nb\u0000c', '-v'], ''), 'a');
  });
});
