// Every state of every page that the templates supply: accessible, one heading of the first level, nothing out of the window.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, axeColours, fits, headings, useHemma } from '../harness.js';

const hemma = useHemma();

/** Looks at every state in one theme. */
async function everyState(scheme, look) {
  // No page here is shown without a network, and none shall wait for a worker.
  const page = await hemma.page({ scheme, serviceWorkers: 'block' });
  const names = await (await fetch(`${hemma.server.url}/samples`)).json();
  assert.ok(names.length > 10, `${names.length} states`);
  for (const [number, name] of names.entries()) {
    try {
      await page.goto(`/samples/${number}`);
      await look(page);
    } catch (error) {
      error.message = `${name}: ${error.message}`;
      throw error;
    }
  }
}

test('every state of every page is accessible and fits', { timeout: 900_000 }, () =>
  everyState('light', async (page) => {
    await headings(page);
    await axe(page);
    await fits(page, 360);
  }),
);

test('every state of every page has its contrasts in the dark', { timeout: 900_000 }, () =>
  everyState('dark', axeColours),
);
