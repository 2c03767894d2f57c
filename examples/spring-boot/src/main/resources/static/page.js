const form = document.querySelector('form');
const status = document.querySelector('[role=status]');

form.addEventListener('submit', async event => {
  event.preventDefault();
  const url = `/attention/payload?${new URLSearchParams(new FormData(form))}`;
  // Asked for here, so that a refusal can be read out.
  const answer = await fetch(url);
  status.textContent = answer.ok ? '' : await answer.text();
  if (answer.ok) {
    const view = document.createElement('attention-head-view');
    view.setAttribute('heading', form.text.value);
    view.setAttribute('src', URL.createObjectURL(await answer.blob()));
    document.querySelector('main').replaceChildren(view);
  }
});
form.requestSubmit();
