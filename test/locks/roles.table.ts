/** Who may use which door, one line each. An admin may use every door; `anyone` needs no token. */
export const rolesTable = `
POST  /v1/sign-in                                             anyone
POST  /v1/sign-in/pin                                         anyone
POST  /v1/pin                                                 manager picker packer receiver dispatcher driver
POST  /v1/password                                            manager picker packer receiver dispatcher driver seller channel
GET   /v1/sessions                                            manager picker packer receiver dispatcher driver seller channel
POST  /v1/sign-out                                            manager picker packer receiver dispatcher driver seller channel
POST  /v1/language                                            manager picker packer receiver dispatcher driver seller channel
POST  /v1/users                                               manager
GET   /v1/users                                               manager dispatcher
POST  /v1/users/:userId/state                                 manager
POST  /v1/users/:userId/sign-out                              manager
POST  /v1/users/:userId/role                                  manager
POST  /v1/users/:userId/pin                                   manager
POST  /v1/users/:userId/badge                                 manager
POST  /v1/users/:userId/password                              manager
GET   /v1/account-events                                      manager
GET   /v1/channel-keys                                        manager seller
POST  /v1/channel-keys                                        manager seller
POST  /v1/channel-keys/:keyId/rotate                          manager seller
POST  /v1/channel-keys/:keyId/revoke                          manager seller
GET   /v1/devices                                             manager
POST  /v1/devices                                             manager
POST  /v1/devices/enrol                                       manager picker packer receiver dispatcher driver
POST  /v1/devices/:deviceId/revoke                            manager
GET   /v1/access-records/seals                                admin
GET   /v1/access-records                                      admin
GET   /v1/parked-facts                                        admin
POST  /v1/parked-facts/:parkedId/hear                         admin
POST  /v1/parked-facts/:parkedId/give-up                      admin
POST  /v1/sellers                                             manager
GET   /v1/sellers                                             manager picker packer receiver dispatcher driver seller channel
PATCH /v1/sellers/:sellerId                                   manager
POST  /v1/items                                               manager receiver seller channel
POST  /v1/items/bulk                                          manager receiver seller channel
GET   /v1/items                                               manager picker packer receiver dispatcher driver seller channel
GET   /v1/items/:itemId                                       manager picker packer receiver dispatcher driver seller channel
POST  /v1/items/:itemId/barcodes                              manager receiver seller channel
POST  /v1/items/:itemId/packs                                 manager receiver seller channel
PATCH /v1/items/:itemId/packaging                             manager receiver seller channel
PATCH /v1/items/:itemId/tracking                              manager receiver seller channel
POST  /v1/sites                                               admin
GET   /v1/sites                                               manager picker packer receiver dispatcher driver seller channel
GET   /v1/sites/:siteId                                       manager picker packer receiver dispatcher driver
GET   /v1/sites/:siteId/bins/:binCode  manager receiver dispatcher
GET   /v1/bins                                                manager picker packer receiver dispatcher driver
POST  /v1/bins                                                manager
PATCH /v1/sites/:siteId/bins/:binCode                         manager
POST  /v1/sites/:siteId/bins/:binCode/state                   manager
POST  /v1/delivery-zones                                      manager dispatcher
POST  /v1/delivery-zones/:zoneId/erase                        manager dispatcher
GET   /v1/delivery-promises                                   manager dispatcher seller channel
POST  /v1/sites/:siteId/pace                                  manager
POST  /v1/sites/:siteId/adjustment-limit                      admin
POST  /v1/cut-offs                                            manager dispatcher
POST  /v1/promises                                            manager seller channel
GET   /v1/promises/:promiseId                                 manager seller channel
POST  /v1/promises/:promiseId/confirm                         manager seller channel
POST  /v1/promises/:promiseId/release                         manager seller channel
GET   /v1/checkouts                                           manager
POST  /v1/checkouts/:promiseId/give-up                        manager
GET   /v1/stock                                               manager picker packer receiver dispatcher seller channel
GET   /v1/stock/places                                        manager picker packer receiver dispatcher seller
GET   /v1/stock/ledger                                        manager seller
GET   /v1/stock/holds                                         manager receiver
POST  /v1/stock/holds                                         manager
POST  /v1/stock/holds/free                                    manager
POST  /v1/holds                                               manager
POST  /v1/holds/preview                                       manager
GET   /v1/holds                                               manager receiver
GET   /v1/holds/:holdId                                       manager receiver
POST  /v1/holds/:holdId/lift                                  manager
POST  /v1/stock/adjustments                                   manager
POST  /v1/stock/adjustments/preview                           manager
POST  /v1/stock/adjustments/:adjustmentId/preview             manager
GET   /v1/stock/adjustments                                   manager
POST  /v1/stock/adjustments/:adjustmentId/decide              manager
POST  /v1/stock/adjustments/:adjustmentId/withdraw            manager picker packer receiver dispatcher
POST  /v1/flash-sales                                         manager
GET   /v1/flash-sales                                         manager seller channel
GET   /v1/flash-sales/:saleId                                 manager seller
POST  /v1/flash-sales/:saleId/close                           manager
POST  /v1/slotting/history                                    manager seller channel
GET   /v1/slotting/moves                                      manager
POST  /v1/inbound-shipments                                   manager receiver seller channel
GET   /v1/inbound-shipments                                   manager receiver seller channel
GET   /v1/inbound-shipments/:shipmentId                       manager receiver seller channel
PATCH /v1/inbound-shipments/:shipmentId                       manager receiver seller channel
POST  /v1/inbound-shipments/:shipmentId/submit                manager receiver seller channel
GET   /v1/dock-slots                                          manager receiver seller channel
POST  /v1/inbound-shipments/:shipmentId/slot                  manager receiver seller channel
POST  /v1/inbound-shipments/:shipmentId/depart                manager receiver seller channel
POST  /v1/inbound-shipments/:shipmentId/arrive                manager receiver
POST  /v1/inbound-shipments/:shipmentId/refuse                manager receiver
POST  /v1/inbound-shipments/:shipmentId/cancel                manager receiver seller channel
POST  /v1/inbound-shipments/:shipmentId/receipts              manager receiver
GET   /v1/inbound-shipments/:shipmentId/receipts            manager receiver
POST  /v1/receipts/:receiptId/undo                            manager receiver
POST  /v1/inbound-shipments/:shipmentId/boxes/:boxNo/close    manager receiver
POST  /v1/inbound-shipments/:shipmentId/close                 manager receiver
POST  /v1/inbound-shipments/:shipmentId/accept                manager seller
GET   /v1/inbound-shipments/:shipmentId/labels.pdf            manager receiver seller channel
GET   /v1/inbound-shipments/:shipmentId/labels.zpl            manager receiver seller channel
POST  /v1/inspections                                         manager receiver
POST  /v1/put-aways                                           manager receiver
GET   /v1/lpns                                                manager receiver
GET   /v1/lpns/:lpnCode                                       manager receiver
POST  /v1/lpns/:lpnCode/parent                                manager receiver
POST  /v1/orders                                              manager seller channel
GET   /v1/orders                                              manager packer dispatcher seller channel
GET   /v1/orders/:orderId                                     manager packer dispatcher seller channel
POST  /v1/orders/:orderId/pay                                 manager seller channel
POST  /v1/orders/:orderId/cancel                              manager seller channel
POST  /v1/orders/:orderId/back-order                          manager seller
POST  /v1/orders/:orderId/address                             manager dispatcher seller channel
GET   /v1/orders/:orderId/recipient                           manager dispatcher seller
GET   /v1/order-export                                        manager seller
POST  /v1/orders/:orderId/recipient/erase                     manager seller
POST  /v1/orders/:orderId/map                                 manager seller
POST  /v1/orders/:orderId/pause                               manager seller
POST  /v1/orders/:orderId/resume                              manager seller
GET   /v1/burn-downs                                          manager dispatcher
POST  /v1/waves                                               manager
GET   /v1/waves                                               manager picker packer receiver dispatcher
POST  /v1/waves/:waveId/cancel                                manager
GET   /v1/waves/:waveId                                       manager picker packer receiver dispatcher
POST  /v1/batches/:batchId/free                               manager
GET   /v1/put-backs                                           manager picker packer receiver dispatcher
POST  /v1/put-backs/:putBackId/done                           manager picker receiver
GET   /v1/totes/:toteCode                                     manager picker packer receiver dispatcher
GET   /v1/counts                                              manager picker packer receiver dispatcher
POST  /v1/counts                                              manager picker receiver
POST  /v1/cartons                                             manager
GET   /v1/cartons                                             manager packer
POST  /v1/parcels                                             manager packer
GET   /v1/parcels/:parcelId                                   manager packer dispatcher seller
POST  /v1/parcels/:parcelId/items                             manager packer
POST  /v1/parcels/:parcelId/short                             manager packer
POST  /v1/parcels/:parcelId/carton                            manager packer
POST  /v1/parcels/:parcelId/weight                            manager packer
POST  /v1/parcels/close                                       manager packer
POST  /v1/parcels/:parcelId/unpack                            manager packer
POST  /v1/parcels/:parcelId/hold                              manager dispatcher
GET   /v1/open-parcel-tasks                                   manager packer
GET   /v1/parcels                                             manager packer dispatcher seller channel
POST  /v1/parcels/:parcelId/label                             manager packer
GET   /v1/parcels/:parcelId/label                             manager packer
POST  /v1/parcels/:parcelId/label/void                        manager packer
POST  /v1/hand-overs                                          manager packer dispatcher
POST  /v1/carrier-events                                      manager dispatcher
POST  /v1/files                                               manager picker packer receiver dispatcher driver
GET   /v1/files/:fileId                                       manager picker packer receiver dispatcher driver
GET   /t/:token                                               anyone
POST  /v1/vehicles                                            manager dispatcher
GET   /v1/vehicles                                            manager picker packer dispatcher driver
POST  /v1/vehicles/:vehicleId                                 manager dispatcher
POST  /v1/vehicles/:vehicleId/retire                          manager dispatcher
POST  /v1/vehicles/:vehicleId/reinstate                       manager dispatcher
GET   /v1/delivery-skills                                     manager dispatcher
POST  /v1/delivery-skills                                     manager dispatcher
POST  /v1/delivery-skills/forget                              manager dispatcher
POST  /v1/shifts                                              manager dispatcher
GET   /v1/shifts                                              manager dispatcher driver
POST  /v1/shifts/:shiftId                                     manager dispatcher
POST  /v1/shifts/:shiftId/accept                              driver
POST  /v1/shifts/:shiftId/start                               driver
POST  /v1/shifts/:shiftId/end                                 driver
POST  /v1/shifts/:shiftId/withdraw                            manager dispatcher
POST  /v1/shifts/:shiftId/restore                             manager dispatcher
POST  /v1/route-plans                                         manager dispatcher
GET   /v1/pool                                                manager dispatcher
GET   /v1/routes                                              manager picker packer dispatcher driver
GET   /v1/routes/:routeId                                     manager picker packer dispatcher driver
GET   /v1/driven-routes                                       manager dispatcher
GET   /v1/driven-routes/:routeId                              manager dispatcher
GET   /v1/visits                                              manager dispatcher
POST  /v1/routes/:routeId/publish                             manager dispatcher
POST  /v1/routes/:routeId/accept                              driver
POST  /v1/routes/:routeId/lock                                manager dispatcher
POST  /v1/routes/:routeId/cancel                              manager dispatcher
POST  /v1/routes/:routeId/load-plan                           manager dispatcher
POST  /v1/stops/move                                          manager dispatcher
POST  /v1/stops/weigh                                         manager dispatcher
POST  /v1/plan-changes/undo                                   manager dispatcher
POST  /v1/plan-proposals                                      manager dispatcher
POST  /v1/plan-proposals/:proposalId/accept                   manager dispatcher
POST  /v1/plan-proposals/:proposalId/discard                  manager dispatcher
POST  /v1/insertion-offers                                    manager dispatcher
POST  /v1/routes/:routeId/load                                manager picker packer dispatcher driver
POST  /v1/routes/:routeId/depart                              manager dispatcher driver
POST  /v1/stops/:stopId/arrive                                manager dispatcher driver
GET   /v1/stops/:stopId/recipient                             manager dispatcher driver
POST  /v1/stops/:stopId/deliver                               manager dispatcher driver
POST  /v1/stops/:stopId/fail                                  manager dispatcher driver
POST  /v1/stops/:stopId/take-back                             manager dispatcher driver
POST  /v1/stops/:stopId/decide                                manager dispatcher
GET   /v1/failed-doors                                        manager dispatcher
GET   /v1/failure-policy                                      manager dispatcher
POST  /v1/failure-policy                                      manager
POST  /v1/routes/:routeId/back                                manager picker packer dispatcher driver
POST  /v1/routes/:routeId/close                               manager dispatcher driver
POST  /v1/parcels/:parcelId/write-off                         manager dispatcher
POST  /v1/road-matrices                                       manager dispatcher
GET   /v1/road-matrices                                       manager dispatcher
POST  /v1/road-matrices/erase                                 manager dispatcher
POST  /v1/positions                                           driver
GET   /v1/positions                                           manager dispatcher
GET   /v1/drivers/:driverId/track                             manager dispatcher
POST  /v1/trackers                                            manager dispatcher
GET   /osmand                                                 anyone
POST  /osmand                                                 anyone
POST  /v1/solve/routes                                        manager dispatcher seller channel
POST  /optimization                                           manager dispatcher seller channel
POST  /v1/returns                                             manager receiver seller channel
GET   /v1/returns                                             manager receiver seller channel
GET   /v1/returns/:returnId                                   manager receiver seller channel
POST  /v1/returns/:returnId/units                             manager receiver
POST  /v1/returns/parcels                                     manager receiver
POST  /v1/return-units/:unitId/grade                          manager receiver
POST  /v1/return-units/:unitId/decide                         manager receiver
POST  /v1/returns/:returnId/refund                            manager seller channel
POST  /v1/returns/:returnId/refund/state                      manager seller channel
POST  /v1/scans                                               manager picker packer receiver dispatcher driver
GET   /v1/step                                                manager picker packer receiver dispatcher driver
GET   /v1/scans                                               manager
GET   /v1/find                                                manager packer receiver dispatcher seller
GET   /v1/barcode                                             manager receiver dispatcher seller
POST  /v1/barcode-sheets                                      manager receiver dispatcher seller
GET   /v1/news                                                manager picker packer receiver dispatcher driver seller
`;
