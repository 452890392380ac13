import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseXml, splitElements } from '../../../broker/gateway/xmlOutput.ts';

const MEBI = 1024 * 1024;

describe('the XML of a response that passes through a gateway', () => {
  it('is read with declarations, attributes, empty elements and entities', () => {
    const text =
      '<?xml version="1.0"?>\n<!-- x --><A xmlns="urn:a"><B>1 &lt; 2 &#x17C;</B><C/><D e="f" /></A>\n';
    assert.deepEqual(parseXml(text), {
      name: 'A',
      text: '',
      children: [
        { name: 'B', text: '1 < 2 ż', children: [] },
        { name: 'C', text: '', children: [] },
        { name: 'D', text: '', children: [] },
      ],
    });
  });

  for (const text of ['', 'text', '<a', '<a>', '<a></b>', '</a>', '< a></a>', '<a></a', '<a>'.repeat(20)])
    it(`is not read from ${JSON.stringify(text)}`, () => assert.equal(parseXml(text), undefined));

  it('is not read if it has more elements than any response', () => {
    assert.equal(parseXml(`<a>${'<b/>'.repeat(50_000)}</a>`)?.children.length, 50_000);
    assert.equal(parseXml(`<a>${'<b/>'.repeat(MEBI)}</a>`), undefined);
  });

  it('is split at elements of one name', () => {
    assert.deepEqual(splitElements('<R><M>1</M> <M>2</M></R>', 'M'), [
      '<R>',
      '<M>1</M>',
      ' ',
      '<M>2</M>',
      '</R>',
    ]);
    assert.deepEqual(splitElements('<R><M>1', 'M'), ['<R><M>1']);
  });

  /** Each case would take many minutes if every opening were looked for to the end of the text. */
  it('takes a time that grows no faster than its length', () => {
    for (const piece of ['<a', '<a<', '<!', '</a', '<a x="', '&#x', '<'])
      assert.equal(parseXml(piece.repeat(MEBI)), undefined);
    assert.equal(splitElements('<Message>'.repeat(MEBI), 'Message').length, 1);
    assert.equal(splitElements(`</Message>${'<Message>'.repeat(MEBI)}`, 'Message').length, 1);
  });
});
