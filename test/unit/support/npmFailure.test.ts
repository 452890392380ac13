import assert from 'node:assert/strict';
import { explainNpmFailure, NpmTrouble } from '../../support/npm.mjs';

const EXPLAINED: readonly (readonly [code: string, advice: RegExp])[] = [
  ['ECONNREFUSED', /^npm cannot reach its registry\. Check the network/],
  ['ENOTFOUND', /^npm cannot reach its registry/],
  ['EAI_AGAIN', /^npm cannot reach its registry/],
  ['ETIMEDOUT', /^npm cannot reach its registry/],
  ['E503', /^The npm registry is in trouble/],
  ['E429', /^The npm registry is in trouble/],
  ['E401', /^The npm registry refuses access/],
  ['E404', /^The npm registry does not have a package/],
  ['ETARGET', /^The npm registry does not have a package/],
  ['SELF_SIGNED_CERT_IN_CHAIN', /^The certificate of the npm registry is not trusted/],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /^The certificate of the npm registry is not trusted/],
  ['ENOSPC', /^The disk is full/],
  ['EACCES', /^A file may not be written/],
  ['EINTEGRITY', /^A download is damaged\. Run `npm cache verify`/],
  ['EUSAGE', /^package\.json and package-lock\.json do not agree\. Run `npm install`/],
  ['E_UNHEARD_OF', /^npm failed, then run the same command again/],
];

describe('the report when npm fails', () => {
  for (const [code, advice] of EXPLAINED) {
    it(`${code}: what to do, and npm's own words`, () => {
      const output = `npm http fetch GET https://registry.test/ws\nnpm error code ${code}\nnpm error why it failed\nnpm error     at Socket.<anonymous> (file.js:1)\n`;
      const said = explainNpmFailure(output);
      assert.match(said, advice);
      assert.ok(said.includes(`\n    npm error code ${code}\n    npm error why it failed`), said);
      assert.doesNotMatch(said, / at Socket/);
    });
  }

  it('is the end of the output when npm could not be run at all', () => {
    assert.match(explainNpmFailure('spawn npm ENOENT\n'), /^npm failed.*\n {4}spawn npm ENOENT$/);
  });

  it('is shown while npm tries again, until it gets a response', () => {
    const trouble = new NpmTrouble();
    assert.equal(trouble.describe('0 of 9'), '0 of 9');
    trouble.read('npm http fetch GET https://registry.test/ws attempt 1 failed with ENOTFOUND\n');
    assert.equal(
      trouble.describe('0 of 9'),
      '0 of 9; the npm registry does not answer (ENOTFOUND), npm tries again',
    );
    trouble.read('npm http fetch GET 200 https://registry.test/ws 40ms (cache updated)\n');
    assert.equal(trouble.describe('1 of 9'), '1 of 9');
  });
});
