// The trip to Charleston from the first draft to the report, through the screens alone: what is typed is what the picture
// of the typesetter's tests shows, and the document holds all of it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { looked, screens, signIn, useHemma } from '../harness.js';

const EXAMPLE = new URL('../../crates/report/examples/proposal.json', import.meta.url);
const { title, data } = JSON.parse(readFileSync(EXAMPLE, 'utf8'));

/** The demo's own trip has the number of the example; a register takes each once. */
const DIARY = '2.5-0473/2010';

/** Rows of amounts that a draft offers beside those that are saved. */
const SPARE_ROWS = 3;

const hemma = useHemma();

/** The smallest file that is one. */
function pdf() {
  const body = '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n';
  const end = `xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + end);
}

async function begin(page) {
  await page.locator('.rail a[href$="/proposals"]').first().click();
  await page.waitForURL('**/proposals');
  // To the board that has the demo's own trip in its register.
  const board = page.locator(`select[name=template] optgroup[label="${data.addressee}"]`);
  const trip = await board.locator('option[value$="/conference"]').getAttribute('value');
  await page.selectOption('select[name=template]', trip);
  await page.locator('form:has(select[name=template]) button').click();
  await page.waitForURL(/\/proposals\/[0-9a-f-]+$/);
  return new URL(page.url()).pathname;
}

/** Fills in everything but the amounts. */
async function write(page) {
  const fields = {
    heading: title,
    office: data.office,
    department: data.department,
    handler: data.handler,
    phone: data.phone,
    addressee: data.addressee,
    dated_on: '2010-09-02',
    meeting_on: data.meeting_on,
    points: data.points.join('\n\n'),
    place: data.trip.place,
    trip_from: data.trip.from,
    trip_to: data.trip.to,
    participants: data.trip.participants.join('\n'),
    alternatives: data.trip.alternatives,
    signers: data.signers.join('\n'),
    attachments: data.attachments[0],
  };
  for (const [name, value] of Object.entries(fields)) await page.fill(`#${name}`, value);
  for (const { heading, paragraphs } of data.sections) {
    const label = page.getByLabel(new RegExp(`^${heading}(\\s|$)`));
    await label.fill(paragraphs.join('\n\n'));
  }
}

async function amounts(page, kind, from, to) {
  for (const [at, { what, amount }] of data[kind].slice(from, to).entries()) {
    await page.fill(`#${kind}-what-${from + at + 1}`, what);
    await page.fill(`#${kind}-amount-${from + at + 1}`, amount);
  }
}

async function save(page) {
  await page.locator('.form-actions.stick button').click();
}

async function step(page, name) {
  await page.locator(`button[name=step][value=${name}]`).click();
  await page.waitForURL('**done=proposal-moved');
}

/** Text without what lines are broken by: spaces, and the hyphens that the typesetter puts in. */
function plain(text) {
  return text.replace(/[\s\u00ad\u2010-]+/gu, '');
}

/** Everything that the document has to say. */
function phrases() {
  const sections = data.sections.flatMap(({ heading, paragraphs }) => [heading, ...paragraphs]);
  const money = [...data.costs, ...data.funding].flatMap(({ what, amount }) => [what, amount]);
  const signers = data.signers.flatMap((signer) => signer.split(', '));
  const { place, participants, alternatives } = data.trip;
  return [
    title,
    data.document,
    `Dnr ${DIARY}`,
    '2 september 2010',
    data.office,
    data.department,
    data.handler,
    data.phone,
    data.addressee,
    'Sammanträde 21 september 2010',
    data.decision,
    ...data.points,
    ...sections,
    place,
    '18–23 oktober 2010',
    ...participants,
    alternatives,
    ...money,
    data.sum,
    ...data.attachments,
    ...signers,
  ];
}

test('the trip to Charleston goes from draft to report', { timeout: 480_000 }, async () => {
  const page = await hemma.page();
  await signIn(page, 'network_lead');
  const url = await begin(page);

  await write(page);
  await page.fill('#diary', data.diary);
  await amounts(page, 'costs', 0, SPARE_ROWS);
  await amounts(page, 'funding', 0, 1);
  await save(page);
  await page.locator('.errors').waitFor();
  hemma.forgive(page);
  assert.match(await page.locator('.errors').innerText(), /har redan ett ärende med det diarienumret/);
  await page.fill('#diary', DIARY);
  await save(page);
  await page.waitForURL('**done=proposal-saved');
  assert.equal(await page.locator('button[value=sign]').count(), 0, 'costs and funding differ');
  const lacks = await page.locator('section[aria-labelledby=sign]').innerText();
  assert.match(lacks.replace(/\s/g, ' '), /72 000 kr mot 81 000 kr/);
  await amounts(page, 'costs', SPARE_ROWS, data.costs.length);
  await save(page);
  await page.locator('button[value=sign]').waitFor();

  await page.fill('#attachment_title', data.attachments[1]);
  await page.setInputFiles('#attachment', { name: 'inbjudan.pdf', mimeType: 'application/pdf', buffer: pdf() });
  await page.locator('form[action$="/attachments"] button').click();
  await page.waitForURL('**done=attachment-added');
  await looked(page, 'charleston-draft');

  await step(page, 'sign');
  await step(page, 'send');
  await page.fill('#on', '2010-09-21');
  await page.selectOption('#outcome', 'granted');
  await page.fill('#approved_on', '2010-09-28');
  await page.fill('#posted_on', '2010-09-29');
  await step(page, 'rule');
  await page.getByText('Tiden att överklaga gick ut 20 oktober 2010').waitFor();
  await page.fill('#reported_on', '2010-11-30');
  await page.fill('#text', 'De tre deltagarna har berättat för teamen. Kostnaden blev 79 850 kronor.');
  await step(page, 'report');
  assert.equal(await page.locator('button[name=step]').count(), 0, 'nothing follows');
  await looked(page, 'charleston-reported');

  const file = await page.request.get(`${url}/file`);
  assert.equal(file.headers()['content-type'], 'application/pdf');
  const text = execFileSync('pdftotext', ['-raw', '-', '-'], { input: await file.body() });
  const said = plain(text.toString());
  const missing = phrases().filter((phrase) => !said.includes(plain(phrase)));
  assert.deepEqual(missing, [], text.toString());

  await page.goto(url.replace('/proposals/', '/trips/'));
  for (const one of [...data.trip.participants, data.trip.alternatives, 'Kostnaden blev 79 850 kronor.']) {
    await page.getByText(one, { exact: false }).first().waitFor();
  }
  await looked(page, 'charleston-trip');
});
