import { href } from '../frame/route.ts';
import { itemOf } from '../link/items.ts';
import { ownerOf } from '../link/owners.ts';

/** An item, the way to its page, and for staff whose it is: goods of many sellers lie side by side. */
export function ItemName({ itemId }: { itemId: string }) {
  const item = itemOf(itemId);
  return (
    <>
      <a href={href('stock', itemId)}>{item?.name ?? '…'}</a>
      <OwnerName sellerId={item?.sellerId} />
    </>
  );
}

/** Whose goods these are; nothing where a seller looks, whose they all are. */
export function OwnerName({ sellerId }: { sellerId: string | undefined }) {
  const name = ownerOf(sellerId);
  return name === undefined ? null : <small class="owner soft">{name}</small>;
}
