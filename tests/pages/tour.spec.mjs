// A tour of every control, as fast as the page answers. The guard of lab_test.mjs fails it on any complaint.
import { fileURLToPath } from 'node:url';
import { expect, part, test, trainsBeyond } from './lab_test.mjs';

const PENGUINS = fileURLToPath(new URL('../data/penguins.csv', import.meta.url));
const CONTROLS = 'button, input, select, textarea, summary, [role=slider], [role=application]';

const links = {
  'separable, a line': 'data=separable&keep_orange=1&keep_blue=1&model=linear&weights=5:1,1:1,1:5',
  'not separable': 'data=overlap&keep_orange=1&keep_blue=1&model=linear&loss=logistic',
  'partly separable': 'data=partial&keep_orange=1&keep_blue=1&depth=3&width=8&activation=leaky&l2=0.01',
};

/** Operates a control in every way that its kind has, and leaves a value as it was. */
async function operate(page, control) {
  const kind = await control.evaluate((e) => e.getAttribute('role') ?? (e.localName === 'input' ? e.type : e.localName));
  switch (kind) {
    case 'select': {
      const before = await control.inputValue();
      // The presentation size closes the settings, this menu with them: rooms.spec.mjs goes there and back.
      if ((await control.getAttribute('id')) === 'size') break;
      const values = await control.locator('option').evaluateAll((options) => options.map((option) => option.value));
      for (const value of [...values, before]) await control.selectOption(value);
      break;
    }
    case 'range': {
      const before = await control.inputValue();
      for (const key of ['Home', 'ArrowRight', 'End', 'ArrowLeft']) await control.press(key);
      await control.fill(before);
      break;
    }
    case 'text': {
      const before = await control.inputValue();
      for (const value of ['', 'nonsense', '-1e999', before]) {
        await control.fill(value);
        await control.press('Enter');
      }
      break;
    }
    case 'slider':
      for (const key of ['Home', 'ArrowRight', 'Shift+ArrowRight', 'ArrowLeft', 'End']) await control.press(key);
      break;
    case 'application': {
      const { width, height } = await control.boundingBox();
      await control.click({ position: { x: width / 3, y: height / 3 } });
      for (const key of ['ArrowLeft', 'ArrowUp', 'Enter', 'Escape']) await control.press(key);
      break;
    }
    default:
      // The skip link is there for the keyboard only.
      if (await control.evaluate((element) => element.classList.contains('skip'))) await control.press('Enter');
      else await control.click();
      await page.keyboard.press('Escape'); // closes what it has opened
  }
}

/**
 * Operates every control of the page as `operate` does, by events of the page itself: the same changes, in the time
 * that the lab needs for them. Returns how many controls there were.
 */
const operateAll = (page) =>
  page.evaluate(async (selector) => {
    const root = document.querySelector('[data-iw-lab]').shadowRoot;
    const frame = () => new Promise(requestAnimationFrame);
    const visible = (element) => element.isConnected && element.checkVisibility() && !element.disabled;
    const set = async (control, value) => {
      control.value = value;
      control.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      control.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
      await frame();
    };
    const press = async (control, key) => {
      control.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true }));
      control.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true, cancelable: true, composed: true }));
      await frame();
    };
    let operated = 0;
    for (const control of [...root.querySelectorAll(selector)]) {
      if (!visible(control)) continue;
      operated += 1;
      control.focus();
      const before = control.value;
      const kind = control.getAttribute('role') ?? (control.localName === 'input' ? control.type : control.localName);
      if (kind === 'select') {
        if (control.id === 'size') continue;
        for (const { value } of [...control.options]) await set(control, value);
        await set(control, before);
      } else if (kind === 'range') {
        for (const value of [control.min, control.max, before]) await set(control, value);
      } else if (kind === 'text') {
        for (const value of ['', 'nonsense', '-1e999', before]) await set(control, value);
      } else if (kind === 'slider' || kind === 'application') {
        for (const key of ['Home', 'ArrowRight', 'ArrowUp', 'Enter', 'End', 'Escape']) await press(control, key);
      } else {
        control.click();
        await frame();
        await press(root.activeElement ?? control, 'Escape');
        for (const dialog of root.querySelectorAll('dialog[open]')) dialog.close();
      }
    }
    return operated;
  }, CONTROLS);

async function tour(page, open, query) {
  await open(query);
  expect(await operateAll(page)).toBeGreaterThan(30);
  await expect(part.plane(page)).toBeVisible();
}

async function tourByHand(page, open, query) {
  await open(query);
  const controls = page.locator(CONTROLS);
  const count = await controls.count();
  let operated = 0;
  for (let index = 0; index < count; index += 1) {
    const control = controls.nth(index);
    if ((await control.isVisible()) && (await control.isEnabled())) {
      await operate(page, control);
      operated += 1;
    }
  }
  expect(operated).toBeGreaterThan(30);
  await expect(part.plane(page)).toBeVisible();
}

for (const [name, query] of Object.entries(links)) {
  test(`every control: ${name}`, async ({ page, open }) => {
    test.setTimeout(180_000);
    await tour(page, open, query);
  });
}

test('every control by hand', async ({ page, open }) => {
  test.setTimeout(360_000);
  await tourByHand(page, open, '');
});

test('every control on a phone', async ({ page, open }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await tour(page, open, '');
});

test('every control of own data', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Load or paste data…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Own data' });
  await dialog.getByLabel('Choose a file').setInputFiles(PENGUINS);
  await expect(dialog.getByRole('combobox').first()).toBeVisible();
  for (const control of await dialog.locator('select, input[type=checkbox]').all()) {
    if ((await control.getAttribute('type')) === 'checkbox') await control.click();
    else await operate(page, control);
  }
  await dialog.getByLabel('Orange, y = +1').selectOption({ label: 'Chinstrap (68)' });
  await dialog.getByLabel('Blue, y = −1').selectOption({ label: 'Adelie (152)' });
  await dialog.getByRole('button', { name: 'Use these rows' }).click();
  await expect(dialog).toBeHidden();
  await trainsBeyond(page, 10);
});

test('every key', async ({ page, open }) => {
  await open();
  for (const key of ['Space', 's', '1', '2', '3', '4', 'Home', 'ArrowRight', 'End', 'r', 'Space', 'Tab']) {
    await page.keyboard.press(key);
  }
  await trainsBeyond(page, 10);
});
