import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findAxeViolations } from '../../support/axe.ts';
import {
  answerForecast,
  makeForecastReport,
  makeRefusedReport,
  startForecast,
} from '../../support/forecastSamples.ts';
import { THEME_KINDS } from '../../support/webviewBrowser.ts';
import { useWebview } from './support/useWebview.ts';

describe('the panel of forecasts in a browser', () => {
  const webview = useWebview();

  it('has nothing for axe to find, in any theme', async () => {
    await webview.open({ name: 'forecast' });
    await webview.send(startForecast());
    await webview.send(answerForecast(makeForecastReport()));
    for (const theme of THEME_KINDS) {
      await webview.restyle({ theme, width: 1100, height: 800 });
      assert.deepEqual(await findAxeViolations(webview.page), [], theme);
    }
  });

  it('is used with the keyboard: a number changes the question, and Enter proves the plan', async () => {
    await webview.open({ name: 'forecast' });
    await webview.send(startForecast());
    await webview.send(answerForecast(makeForecastReport()));
    await webview.page.getByRole('textbox', { name: 'Consumers', exact: true }).focus();
    await webview.page.keyboard.type('6');
    await webview.page.keyboard.press('Control+Enter');
    const params = (await webview.readPosted('read')).at(-1)?.['params'];
    assert.equal((params as { consumers?: number } | undefined)?.consumers, 6);
    await webview.page.getByRole('button', { name: 'Prove by Load Test…' }).focus();
    await webview.page.keyboard.press('Enter');
    const [proof] = await webview.readPosted('prove');
    assert.deepEqual([proof?.['perSecond'], proof?.['seconds']], [7, 286]);
  });

  it('says that its results are from before a mistake, by what they answer', async () => {
    await webview.open({ name: 'forecast' });
    await webview.send(startForecast());
    await webview.send(answerForecast(makeForecastReport()));
    await webview.page.getByRole('textbox', { name: 'Target wait' }).fill('fast');
    await webview.page.getByRole('textbox', { name: 'Backlog' }).fill('lots');
    await webview.page.getByText('These results are from before the mistake.', { exact: false }).waitFor();
    await webview.page.getByText('so that 95% of messages wait less than 1 s', { exact: false }).waitFor();
    assert.equal(await webview.page.getByText('NaN').count(), 0);
    await webview.page.getByRole('button', { name: 'Prove by Load Test…' }).click({ force: true });
    assert.deepEqual(await webview.readPosted('prove'), []);
  });

  it('offers a load test where samples are missing', async () => {
    await webview.open({ name: 'forecast' });
    await webview.send(startForecast());
    await webview.send(answerForecast(makeRefusedReport({ kind: 'tooFewSamples' })));
    await webview.page.getByRole('button', { name: 'Run Load Test…' }).click();
    const [asked] = await webview.readPosted('prove');
    assert.deepEqual([asked?.['perSecond'], asked?.['seconds']], [10, 60]);
  });

  it('shows no p95 for bursts, and says why', async () => {
    await webview.open({ name: 'forecast' });
    await webview.send(startForecast());
    await webview.send(answerForecast(makeRefusedReport({ kind: 'bursts', dispersion: 24.6 })));
    await webview.page.getByText(/^Not steady: messages arrive in bursts/u).waitFor();
    // The one that was measured stays.
    assert.equal(await webview.page.getByText('95% of messages wait less than', { exact: true }).count(), 1);
  });
});
