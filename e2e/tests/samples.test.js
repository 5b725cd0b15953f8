// Every state of every page that the templates supply: accessible, one heading of the first level, nothing out of the window.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, fits, headings, useHemma } from '../harness.js';

const hemma = useHemma();

for (const scheme of ['light', 'dark']) {
  test(`every state of every page is accessible and fits, ${scheme}`, { timeout: 600_000 }, async () => {
    // No page here is shown without a network, and none shall wait for a worker.
    const page = await hemma.page({ scheme, serviceWorkers: 'block' });
    const names = await (await fetch(`${hemma.server.url}/samples`)).json();
    assert.ok(names.length > 10, `${names.length} states`);
    for (const [number, name] of names.entries()) {
      try {
        await page.goto(`/samples/${number}`);
        await headings(page);
        await axe(page);
        await fits(page, 360);
      } catch (error) {
        error.message = `${name}: ${error.message}`;
        throw error;
      }
    }
  });
}
