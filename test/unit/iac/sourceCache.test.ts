import assert from 'node:assert/strict';
import { SourceCache } from '../../../broker/iac/sourceCache.ts';
import { readIac } from '../../../broker/iac/readIac.ts';
import { STACK } from '../../support/iac/readText.ts';

describe('What files said when they were read before', () => {
  it('is kept as long as their text is the same', () => {
    const cache = new SourceCache();
    const first = cache.read('a.yaml', 'a: 1');
    assert.equal(cache.read('a.yaml', 'a: 1'), first);
    const { root } = cache.read('a.yaml', 'a: 2');
    assert.notEqual(root, first.root);
    assert.equal(cache.read('a.yaml', 'a: 2').root, root);
  });

  it('is of one file', () => {
    const cache = new SourceCache();
    assert.equal(cache.read('a.yaml', '').source.file, 'a.yaml');
    assert.equal(cache.read('b.yaml', '').source.file, 'b.yaml');
  });

  it('is forgotten of files that are not wanted any longer', () => {
    const cache = new SourceCache();
    const [a, b] = ['a.yaml', 'b.yaml'].map((file) => cache.read(file, 'a: 1'));
    cache.keep(['a.yaml']);
    assert.equal(cache.read('a.yaml', 'a: 1'), a);
    assert.notEqual(cache.read('b.yaml', 'a: 1'), b);
  });

  it('gives the same model', async () => {
    const text = 'Resources: { Q: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: [] } } }';
    const cache = new SourceCache();
    const ports = { readText: (file: string) => Promise.resolve(file === 'a.yaml' ? text : undefined) };
    const first = await readIac('a.yaml', ports, STACK, cache.read);
    assert.deepEqual(await readIac('a.yaml', ports, STACK, cache.read), first);
    assert.deepEqual(await readIac('a.yaml', ports, STACK), first);
  });
});
