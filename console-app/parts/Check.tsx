interface CheckProps {
  label: string;
  name: string;
  checked: boolean;
  /** What follows from it. */
  hint?: string;
  onCheck: (checked: boolean) => void;
}

export function Check({ label, name, checked, hint, onCheck }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" name={name} checked={checked} onChange={(event) => onCheck(event.currentTarget.checked)} />
      {hint === undefined ? (
        label
      ) : (
        <span>
          {label}
          <small class="soft">{hint}</small>
        </span>
      )}
    </label>
  );
}
