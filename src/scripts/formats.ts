// Formats whose name or text holds what is asked for.
const place = document.querySelector<HTMLElement>('.narrow');
const field = place?.querySelector('input');
const formats = [...document.querySelectorAll<HTMLElement>('details.group')];
if (place && field) {
  place.hidden = false;
  field.addEventListener('input', () => {
    const asked = field.value.trim().toLowerCase();
    for (const format of formats) format.hidden = !(format.textContent ?? '').toLowerCase().includes(asked);
  });
}
