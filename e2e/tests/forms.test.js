// A page with many forms: what stands in one of them outlives the sending of another.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signIn, useHemma } from '../harness.js';

const hemma = useHemma();

const ready = (page) => page.waitForFunction(() => document.documentElement.dataset.ready === '');

test('what is typed in one question is kept when another is saved', async () => {
  const page = await hemma.page();
  await signIn(page, 'group_leader');
  await page.locator('nav a[href^="/teams/"]').first().click();
  await page.goto(`${new URL(page.url()).pathname}/capacity`);
  await page.locator('a[href$="/screening"]').first().click();
  await ready(page);
  const questions = page.locator('form[data-autosave]');
  await questions.nth(2).locator('textarea').fill('Skolan ringde i maj');
  await questions.nth(1).locator('textarea').fill('Anmälan i april');
  await questions.nth(1).locator('button').click();
  await page.waitForURL(/done=intake-answered/);
  await ready(page);
  assert.equal(await questions.nth(2).locator('textarea').inputValue(), 'Skolan ringde i maj');
  assert.equal(await questions.nth(1).locator('textarea').inputValue(), 'Anmälan i april');
});

test('a question that is being saved does not clash with its own button', async () => {
  const page = await hemma.page();
  await signIn(page, 'group_leader');
  await page.locator('nav a[href^="/teams/"]').first().click();
  await page.goto(`${new URL(page.url()).pathname}/capacity`);
  await page.locator('a[href$="/screening"]').first().click();
  await ready(page);
  const question = page.locator('form[data-autosave]').nth(3);
  await page.route('**/screening/**', async (route) => {
    const late = route.request().headers().accept.startsWith('application/json');
    const answer = await route.fetch({ maxRedirects: 0 });
    if (late) await new Promise((done) => setTimeout(done, 500));
    await route.fulfill({ response: answer });
  });
  await question.locator('textarea').fill('Bor hos mamma');
  await question.locator('.saved.saving').waitFor();
  await question.locator('button').click();
  await page.waitForURL(/done=intake-answered/);
  assert.equal(await page.locator('.conflict').count(), 0);
});

/** The first week that a therapist's own page leads to. */
async function openWeek(page) {
  await signIn(page, 'family_therapist');
  await page.goto('/my-week');
  const week = await page.locator('a[href*="/weeks/"]').first().getAttribute('href');
  await page.goto(week);
  await ready(page);
}

/** As a paste does it: the text at once, then word of it. */
const paste = (field, letters) =>
  field.evaluate((one, count) => {
    one.value = 'å'.repeat(count);
    one.dispatchEvent(new Event('input', { bubbles: true }));
  }, letters);

const TEN_MEGABYTES = 5 * 1024 * 1024;

test('ten megabytes in a field of the week stay there, are not sent, and the line says how much it holds', async () => {
  const page = await hemma.page();
  await openWeek(page);
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  const form = page.locator('form[action$="/texts/advances"]');
  await paste(form.locator('textarea'), TEN_MEGABYTES);
  const line = form.locator('.saved.failed');
  await line.waitFor();
  assert.match(await line.textContent(), /20\s000/);
  const here = page.url();
  await form.evaluate((one) => one.requestSubmit());
  // Nor does another form lead away from a text that is kept nowhere.
  await page.locator('form[action$="/texts/barriers"]').evaluate((one) => one.requestSubmit());
  assert.equal(page.url(), here);
  assert.equal(await form.locator('textarea').evaluate((one) => one.value.length), TEN_MEGABYTES);
  assert.deepEqual(sent, []);

  await form.locator('textarea').fill('Alva gick till skolan');
  await form.locator('.saved:not(.failed, .saving)').filter({ hasText: /\d/ }).waitFor();
  assert.equal(sent.length, 1);
  assert.equal(await form.locator('textarea').getAttribute('aria-invalid'), null);
});

test('ten megabytes in a note are held back beside its buttons', async () => {
  const page = await hemma.page();
  await openWeek(page);
  await page.goto(`${new URL(page.url()).pathname.split('/weeks/')[0]}/journal/new`);
  await ready(page);
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  const form = page.locator('form#note');
  await paste(form.locator('#body'), TEN_MEGABYTES);
  await form.locator('button[value=save]').click();
  const line = form.locator('.saved.failed');
  assert.match(await line.textContent(), /20\s000/);
  assert.equal(await form.locator('#body').evaluate((one) => one.value.length), TEN_MEGABYTES);
  assert.deepEqual(sent, []);
});

test('without script the answer to ten megabytes leads back to the form', async () => {
  const page = await hemma.page({ javaScriptEnabled: false });
  await signIn(page, 'family_therapist');
  await page.goto('/my-week');
  await page.goto(await page.locator('a[href*="/weeks/"]').first().getAttribute('href'));
  const week = page.url();
  const form = page.locator('form[action$="/texts/advances"]');
  await form.locator('textarea').fill('å'.repeat(1024 * 1024));
  await form.locator('button').click();
  await page.getByRole('heading', { name: 'Texten är för stor' }).waitFor();
  hemma.forgive(page);
  await page.locator('a.btn.primary').click();
  await page.waitForURL(week);
});
