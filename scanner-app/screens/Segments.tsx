/** One of a few, all visible. */
export function Segments<T extends string>(props: {
  value: T;
  choices: [T, string][];
  onChoose: (value: T) => void;
  title?: string;
}) {
  return (
    <div class="setting" role="group" aria-label={props.title}>
      {props.title && <span>{props.title}</span>}
      <div class="segments">
        {props.choices.map(([value, title]) => (
          <button
            key={value}
            class="key"
            type="button"
            aria-pressed={value === props.value}
            onClick={() => props.onChoose(value)}
          >
            {title}
          </button>
        ))}
      </div>
    </div>
  );
}
