/**
 * Elements that UBL 2.1 has and EN 16931 does not use (UBL-CR), as the EN 16931 artefacts of 2026 (1.3.16) number them:
 * the number of the first, the place, and the names that follow each other there. `LINE` is either kind of line.
 */
// biome-ignore format: a table reads best in rows.
export const UNUSED_ELEMENTS: readonly (readonly [first: number, place: string, names: string])[] = [
  [1, '', 'ext:UBLExtensions'],
  [3, '', 'cbc:ProfileExecutionID cbc:CopyIndicator cbc:UUID cbc:IssueTime cbc:PricingCurrencyCode cbc:PaymentCurrencyCode'],
  [9, '', 'cbc:PaymentAlternativeCurrencyCode cbc:AccountingCostCode cbc:LineCountNumeric'],
  [12, 'cac:InvoicePeriod', 'cbc:StartTime cbc:EndTime cbc:DurationMeasure cbc:Description'],
  [16, 'cac:OrderReference', 'cbc:CopyIndicator cbc:UUID cbc:IssueDate cbc:IssueTime cbc:CustomerReference cbc:OrderTypeCode'],
  [22, 'cac:OrderReference', 'cac:DocumentReference'],
  [23, 'cac:BillingReference/cac:InvoiceDocumentReference', 'cbc:CopyIndicator cbc:UUID cbc:IssueTime cbc:DocumentTypeCode'],
  [27, 'cac:BillingReference/cac:InvoiceDocumentReference', 'cbc:DocumentType cbc:XPath cbc:LanguageID cbc:LocaleCode'],
  [31, 'cac:BillingReference/cac:InvoiceDocumentReference', 'cbc:VersionID cbc:DocumentStatusCode cbc:DocumentDescription'],
  [34, 'cac:BillingReference/cac:InvoiceDocumentReference', 'cac:Attachment cac:ValidityPeriod cac:IssuerParty cac:ResultOfVerification'],
  [38, 'cac:BillingReference', 'cac:SelfBilledInvoiceDocumentReference cac:CreditNoteDocumentReference'],
  [40, 'cac:BillingReference', 'cac:SelfBilledCreditNoteDocumentReference cac:DebitNoteDocumentReference'],
  [42, 'cac:BillingReference', 'cac:ReminderDocumentReference cac:AdditionalDocumentReference cac:BillingReferenceLine'],
  ...documentReference(45, 'cac:DespatchDocumentReference'),
  ...documentReference(61, 'cac:ReceiptDocumentReference'),
  [77, '', 'cac:StatementDocumentReference'],
  ...documentReference(78, 'cac:OriginatorDocumentReference'),
  ...documentReference(94, 'cac:ContractDocumentReference'),
  [110, 'cac:AdditionalDocumentReference', 'cbc:CopyIndicator cbc:UUID cbc:IssueDate cbc:IssueTime cbc:DocumentType cbc:XPath'],
  [116, 'cac:AdditionalDocumentReference', 'cbc:LanguageID cbc:LocaleCode cbc:VersionID cbc:DocumentStatusCode'],
  [121, 'cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference', 'cbc:DocumentHash cbc:HashAlgorithmMethod cbc:ExpiryDate'],
  [124, 'cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference', 'cbc:ExpiryTime cbc:MimeCode cbc:FormatCode cbc:EncodingCode'],
  [128, 'cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference', 'cbc:CharacterSetCode cbc:FileName cbc:Description'],
  [131, 'cac:AdditionalDocumentReference', 'cac:ValidityPeriod cac:IssuerParty cac:ResultOfVerification'],
  [134, 'cac:ProjectReference', 'cbc:UUID cbc:IssueDate cac:WorkPhaseReference'],
  [137, '', 'cac:Signature'],
  [138, 'cac:AccountingSupplierParty', 'cbc:CustomerAssignedAccountID cbc:AdditionalAccountID cbc:DataSendingCapability'],
  ...tradeParty(141, 'cac:AccountingSupplierParty/cac:Party', false),
  [198, 'cac:AccountingSupplierParty', 'cac:DespatchContact cac:AccountingContact cac:SellerContact'],
  [201, 'cac:AccountingCustomerParty', 'cbc:CustomerAssignedAccountID cbc:SupplierAssignedAccountID cbc:AdditionalAccountID'],
  ...tradeParty(204, 'cac:AccountingCustomerParty/cac:Party', true),
  [262, 'cac:AccountingCustomerParty', 'cac:DeliveryContact cac:AccountingContact cac:BuyerContact'],
  [265, 'cac:PayeeParty', 'cbc:MarkCareIndicator cbc:MarkAttentionIndicator cbc:WebsiteURI cbc:LogoReferenceID cbc:EndpointID'],
  [270, 'cac:PayeeParty', 'cbc:IndustryClassificationCode cac:Language cac:PostalAddress cac:PhysicalLocation cac:PartyTaxScheme'],
  [275, 'cac:PayeeParty/cac:PartyLegalEntity', 'cbc:RegistrationName cbc:RegistrationDate cbc:RegistrationExpirationDate'],
  [278, 'cac:PayeeParty/cac:PartyLegalEntity', 'cbc:CompanyLegalFormCode cbc:CompanyLegalForm cbc:SoleProprietorshipIndicator'],
  [281, 'cac:PayeeParty/cac:PartyLegalEntity', 'cbc:CompanyLiquidationStatusCode cbc:CorporateStockAmount cbc:FullyPaidSharesIndicator'],
  [284, 'cac:PayeeParty/cac:PartyLegalEntity', 'cac:RegistrationAddress cac:CorporateRegistrationScheme cac:HeadOfficeParty cac:ShareholderParty'],
  [288, 'cac:PayeeParty', 'cac:Contact cac:Person cac:AgentParty cac:ServiceProviderParty cac:PowerOfAttorney cac:FinancialAccount'],
  [294, '', 'cac:BuyerCustomerParty cac:SellerSupplierParty'],
  [296, 'cac:TaxRepresentativeParty', 'cbc:MarkCareIndicator cbc:MarkAttentionIndicator cbc:WebsiteURI cbc:LogoReferenceID'],
  [300, 'cac:TaxRepresentativeParty', 'cbc:EndpointID cbc:IndustryClassificationCode cac:PartyIdentification cac:Language'],
  ...address(304, 'cac:TaxRepresentativeParty/cac:PostalAddress'),
  [325, 'cac:TaxRepresentativeParty', 'cac:PhysicalLocation'],
  ...taxScheme(326, 'cac:TaxRepresentativeParty/cac:PartyTaxScheme'),
  [335, 'cac:TaxRepresentativeParty', 'cac:PartyLegalEntity cac:Contact cac:Person cac:AgentParty cac:ServiceProviderParty'],
  [340, 'cac:TaxRepresentativeParty', 'cac:PowerOfAttorney cac:FinancialAccount'],
  [342, 'cac:Delivery', 'cbc:ID cbc:Quantity cbc:MinimumQuantity cbc:MaximumQuantity cbc:ActualDeliveryTime cbc:LatestDeliveryDate'],
  [348, 'cac:Delivery', 'cbc:LatestDeliveryTime cbc:ReleaseID cbc:TrackingID'],
  [351, 'cac:Delivery/cac:DeliveryLocation', 'cbc:Description cbc:Conditions cbc:CountrySubentity cbc:CountrySubentityCode'],
  [355, 'cac:Delivery/cac:DeliveryLocation', 'cbc:LocationTypeCode cbc:InformationURI cbc:Name cac:ValidityPeriod'],
  ...address(359, 'cac:Delivery/cac:DeliveryLocation/cac:Address'),
  [380, 'cac:Delivery/cac:DeliveryLocation', 'cac:SubsidiaryLocation cac:LocationCoordinate'],
  [382, 'cac:Delivery', 'cac:AlternativeDeliveryLocation cac:RequestedDeliveryPeriod cac:EstimatedDeliveryPeriod cac:CarrierParty'],
  [386, 'cac:Delivery/cac:DeliveryParty', 'cbc:MarkCareIndicator cbc:MarkAttentionIndicator cbc:WebsiteURI cbc:LogoReferenceID'],
  [390, 'cac:Delivery/cac:DeliveryParty', 'cbc:EndpointID cbc:IndustryClassificationCode cac:PartyIdentification cac:Language'],
  [394, 'cac:Delivery/cac:DeliveryParty', 'cac:PostalAddress cac:PhysicalLocation cac:PartyTaxScheme cac:PartyLegalEntity cac:Contact'],
  [399, 'cac:Delivery/cac:DeliveryParty', 'cac:Person cac:AgentParty cac:ServiceProviderParty cac:PowerOfAttorney cac:FinancialAccount'],
  [404, 'cac:Delivery', 'cac:NotifyParty cac:Despatch cac:DeliveryTerms cac:MinimumDeliveryUnit cac:MaximumDeliveryUnit cac:Shipment'],
  [410, '', 'cac:DeliveryTerms'],
  [411, 'cac:PaymentMeans', 'cbc:ID'],
  [413, 'cac:PaymentMeans', 'cbc:PaymentChannelCode cbc:InstructionID'],
  [415, 'cac:PaymentMeans/cac:CardAccount', 'cbc:CardTypeCode cbc:ValidityStartDate cbc:ExpiryDate cbc:IssuerID cbc:IssueNumberID'],
  [420, 'cac:PaymentMeans/cac:CardAccount', 'cbc:CV2ID cbc:CardChipCode cbc:ChipApplicationID'],
  [424, 'cac:PaymentMeans/cac:PayeeFinancialAccount', 'cbc:AliasName cbc:AccountTypeCode cbc:AccountFormatCode cbc:CurrencyCode cbc:PaymentNote'],
  [429, 'cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch', 'cbc:Name'],
  [430, 'cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cac:FinancialInstitution', 'cbc:Name cac:Address'],
  [432, 'cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch', 'cac:Address'],
  [433, 'cac:PaymentMeans/cac:PayeeFinancialAccount', 'cac:Country'],
  [434, 'cac:PaymentMeans', 'cac:CreditAccount'],
  [435, 'cac:PaymentMeans/cac:PaymentMandate', 'cbc:MandateTypeCode cbc:MaximumPaymentInstructionsNumeric cbc:MaximumPaidAmount cbc:SignatureID'],
  [439, 'cac:PaymentMeans/cac:PaymentMandate', 'cac:PayerParty'],
  [440, 'cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount', 'cbc:Name cbc:AliasName cbc:AccountTypeCode cbc:AccountFormatCode'],
  [444, 'cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount', 'cbc:CurrencyCode cbc:PaymentNote cac:FinancialInstitutionBranch cac:Country'],
  [448, 'cac:PaymentMeans/cac:PaymentMandate', 'cac:ValidityPeriod cac:PaymentReversalPeriod cac:Clause'],
  [451, 'cac:PaymentMeans', 'cac:TradeFinancing'],
  [452, 'cac:PaymentTerms', 'cbc:ID cbc:PaymentMeansID cbc:PrepaidPaymentReferenceID cbc:ReferenceEventCode cbc:SettlementDiscountPercent'],
  [457, 'cac:PaymentTerms', 'cbc:PenaltySurchargePercent cbc:PaymentPercent cbc:Amount cbc:SettlementDiscountAmount cbc:PenaltyAmount'],
  [462, 'cac:PaymentTerms', 'cbc:PaymentTermsDetailsURI cbc:PaymentDueDate cbc:InstallmentDueDate cbc:InvoicingPartyReference'],
  [466, 'cac:PaymentTerms', 'cac:SettlementPeriod cac:PenaltyPeriod cac:ExchangeRate cac:ValidityPeriod'],
  [470, '', 'cac:PrepaidPayment'],
  [471, 'cac:AllowanceCharge', 'cbc:ID cbc:PrepaidIndicator cbc:SequenceNumeric cbc:AccountingCostCode cbc:AccountingCost cbc:PerUnitAmount'],
  [477, 'cac:AllowanceCharge/cac:TaxCategory', 'cbc:Name cbc:BaseUnitMeasure cbc:PerUnitAmount cbc:TaxExemptionReasonCode'],
  [481, 'cac:AllowanceCharge/cac:TaxCategory', 'cbc:TaxExemptionReason cbc:TierRange cbc:TierRatePercent'],
  [484, 'cac:AllowanceCharge/cac:TaxCategory/cac:TaxScheme', 'cbc:Name cbc:TaxTypeCode cbc:CurrencyCode cac:JurisdictionRegionAddress'],
  [488, 'cac:AllowanceCharge', 'cac:TaxTotal cac:PaymentMeans'],
  [490, '', 'cac:TaxExchangeRate cac:PricingExchangeRate cac:PaymentExchangeRate cac:PaymentAlternativeExchangeRate'],
  [494, 'cac:TaxTotal', 'cbc:RoundingAmount cbc:TaxEvidenceIndicator cbc:TaxIncludedIndicator'],
  [497, 'cac:TaxTotal/cac:TaxSubtotal', 'cbc:CalculationSequenceNumeric cbc:TransactionCurrencyTaxAmount cbc:Percent cbc:BaseUnitMeasure'],
  [501, 'cac:TaxTotal/cac:TaxSubtotal', 'cbc:PerUnitAmount cbc:TierRange cbc:TierRatePercent'],
  [504, 'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory', 'cbc:Name cbc:BaseUnitMeasure cbc:PerUnitAmount cbc:TierRange cbc:TierRatePercent'],
  [509, 'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme', 'cbc:Name cbc:TaxTypeCode cbc:CurrencyCode cac:JurisdictionRegionAddress'],
  [513, '', 'cac:WithholdingTaxTotal'],
  [514, 'cac:LegalMonetaryTotal', 'cbc:PayableAlternativeAmount'],
  [515, 'LINE', 'cbc:UUID cbc:TaxPointDate cbc:AccountingCostCode cbc:PaymentPurposeCode cbc:FreeOfChargeIndicator'],
  [520, 'LINE/cac:InvoicePeriod', 'cbc:StartTime cbc:EndTime cbc:DurationMeasure cbc:DescriptionCode cbc:Description'],
  [525, 'LINE/cac:OrderLineReference', 'cbc:SalesOrderLineID cbc:UUID cbc:LineStatusCode cac:OrderReference'],
  [529, 'LINE', 'cac:DespatchLineReference cac:ReceiptLineReference cac:BillingReference'],
  [532, 'LINE/cac:DocumentReference', 'cbc:CopyIndicator cbc:UUID cbc:IssueDate cbc:IssueTime'],
  [537, 'LINE/cac:DocumentReference', 'cbc:DocumentType cbc:XPath cbc:LanguageID cbc:LocaleCode cbc:VersionID cbc:DocumentStatusCode'],
  [543, 'LINE/cac:DocumentReference', 'cbc:DocumentDescription cac:Attachment cac:ValidityPeriod cac:IssuerParty cac:ResultOfVerification'],
  [548, 'LINE', 'cac:PricingReference cac:OriginatorParty cac:Delivery cac:PaymentTerms'],
  [552, 'LINE/cac:AllowanceCharge', 'cbc:ID cbc:PrepaidIndicator cbc:SequenceNumeric cbc:AccountingCostCode cbc:AccountingCost'],
  [557, 'LINE/cac:AllowanceCharge', 'cbc:PerUnitAmount cac:TaxCategory cac:TaxTotal cac:PaymentMeans'],
  [561, 'LINE', 'cac:TaxTotal cac:WithholdingTaxTotal'],
  [563, 'LINE/cac:Item', 'cbc:PackQuantity cbc:PackSizeNumeric cbc:CatalogueIndicator cbc:HazardousRiskIndicator cbc:AdditionalInformation'],
  [568, 'LINE/cac:Item', 'cbc:Keyword cbc:BrandName cbc:ModelName'],
  ...itemIdentification(571, 'LINE/cac:Item/cac:BuyersItemIdentification'),
  ...itemIdentification(576, 'LINE/cac:Item/cac:SellersItemIdentification'),
  [581, 'LINE/cac:Item', 'cac:ManufacturersItemIdentification'],
  ...itemIdentification(582, 'LINE/cac:Item/cac:StandardItemIdentification'),
  [587, 'LINE/cac:Item', 'cac:CatalogueItemIdentification cac:AdditionalItemIdentification cac:CatalogueDocumentReference'],
  [590, 'LINE/cac:Item', 'cac:ItemSpecificationDocumentReference'],
  [591, 'LINE/cac:Item/cac:OriginCountry', 'cbc:Name'],
  [592, 'LINE/cac:Item/cac:CommodityClassification', 'cbc:NatureCode cbc:CargoTypeCode cbc:CommodityCode'],
  [595, 'LINE/cac:Item', 'cac:TransactionConditions cac:HazardousItem'],
  [597, 'LINE/cac:Item/cac:ClassifiedTaxCategory', 'cbc:Name cbc:BaseUnitMeasure cbc:PerUnitAmount cbc:TaxExemptionReasonCode'],
  [601, 'LINE/cac:Item/cac:ClassifiedTaxCategory', 'cbc:TaxExemptionReason cbc:TierRange cbc:TierRatePercent'],
  [604, 'LINE/cac:Item/cac:ClassifiedTaxCategory/cac:TaxScheme', 'cbc:Name cbc:TaxTypeCode cbc:CurrencyCode cac:JurisdictionRegionAddress'],
  [608, 'LINE/cac:Item/cac:AdditionalItemProperty', 'cbc:ID cbc:NameCode cbc:TestMethod cbc:ValueQuantity cbc:ValueQualifier'],
  [613, 'LINE/cac:Item/cac:AdditionalItemProperty', 'cbc:ImportanceCode cbc:ListValue cac:UsabilityPeriod cac:ItemPropertyGroup'],
  [617, 'LINE/cac:Item/cac:AdditionalItemProperty', 'cac:RangeDimension cac:ItemPropertyRange'],
  [619, 'LINE/cac:Item', 'cac:ManufacturerParty cac:InformationContentProviderParty cac:OriginAddress cac:ItemInstance cac:Certificate'],
  [624, 'LINE/cac:Item', 'cac:Dimension'],
  [625, 'LINE/cac:Price', 'cbc:PriceChangeReason cbc:PriceTypeCode cbc:PriceType cbc:OrderableUnitFactorRate cbc:ValidityPeriod'],
  [630, 'LINE/cac:Price', 'cbc:PriceList'],
  [632, 'LINE/cac:Price/cac:AllowanceCharge', 'cbc:ID cbc:AllowanceChargeReasonCode cbc:AllowanceChargeReason cbc:MultiplierFactorNumeric'],
  [636, 'LINE/cac:Price/cac:AllowanceCharge', 'cbc:PrepaidIndicator cbc:SequenceNumeric cbc:AccountingCostCode cbc:AccountingCost'],
  [640, 'LINE/cac:Price/cac:AllowanceCharge', 'cbc:PerUnitAmount cac:TaxCategory cac:TaxTotal cac:PaymentMeans'],
  [644, 'LINE/cac:Price', 'cac:PricingExchangeRate'],
  [645, 'LINE', 'cac:DeliveryTerms cac:SubInvoiceLine cac:ItemPriceExtension'],
  [681, 'cac:PaymentMeans', 'cbc:InstructionNote'],
  [682, 'cac:Delivery', 'cac:DeliveryAddress'],
]

type Row = readonly [first: number, place: string, names: string]

function documentReference(first: number, place: string): Row[] {
  return [
    [
      first,
      place,
      'cbc:CopyIndicator cbc:UUID cbc:IssueDate cbc:IssueTime cbc:DocumentTypeCode cbc:DocumentType cbc:XPath',
    ],
    [first + 7, place, 'cbc:LanguageID cbc:LocaleCode cbc:VersionID cbc:DocumentStatusCode cbc:DocumentDescription'],
    [first + 12, place, 'cac:Attachment cac:ValidityPeriod cac:IssuerParty cac:ResultOfVerification'],
  ]
}

/** The seller may have a legal form (BT-33), the buyer may not; from there on the numbers of the buyer shift by one. */
function tradeParty(first: number, party: string, isBuyer: boolean): Row[] {
  const legal = `${party}/cac:PartyLegalEntity`
  const form = isBuyer ? 'cbc:CompanyLegalFormCode cbc:CompanyLegalForm' : 'cbc:CompanyLegalFormCode'
  const after = isBuyer ? first + 41 : first + 40
  return [
    [
      first,
      party,
      'cbc:MarkCareIndicator cbc:MarkAttentionIndicator cbc:WebsiteURI cbc:LogoReferenceID cbc:IndustryClassificationCode',
    ],
    [first + 5, party, 'cac:Language'],
    ...address(first + 6, `${party}/cac:PostalAddress`),
    [first + 27, party, 'cac:PhysicalLocation'],
    ...taxScheme(first + 28, `${party}/cac:PartyTaxScheme`),
    [first + 37, legal, 'cbc:RegistrationDate cbc:RegistrationExpirationDate'],
    [first + 39, legal, form],
    [
      after,
      legal,
      'cbc:SoleProprietorshipIndicator cbc:CompanyLiquidationStatusCode cbc:CorporateStockAmount cbc:FullyPaidSharesIndicator',
    ],
    [
      after + 4,
      legal,
      'cac:RegistrationAddress cac:CorporateRegistrationScheme cac:HeadOfficeParty cac:ShareholderParty',
    ],
    [after + 8, `${party}/cac:Contact`, 'cbc:ID cbc:Telefax cbc:Note cac:OtherCommunication'],
    [after + 12, party, 'cac:Person cac:AgentParty cac:ServiceProviderParty cac:PowerOfAttorney cac:FinancialAccount'],
  ]
}

function address(first: number, place: string): Row[] {
  return [
    [
      first,
      place,
      'cbc:ID cbc:AddressTypeCode cbc:AddressFormatCode cbc:Postbox cbc:Floor cbc:Room cbc:BlockName cbc:BuildingName',
    ],
    [
      first + 8,
      place,
      'cbc:BuildingNumber cbc:InhouseMail cbc:Department cbc:MarkAttention cbc:MarkCare cbc:PlotIdentification',
    ],
    [first + 14, place, 'cbc:CitySubdivisionName cbc:CountrySubentityCode cbc:Region cbc:District cbc:TimezoneOffset'],
    [first + 19, `${place}/cac:Country`, 'cbc:Name'],
    [first + 20, place, 'cac:LocationCoordinate'],
  ]
}

function taxScheme(first: number, place: string): Row[] {
  return [
    [
      first,
      place,
      'cbc:RegistrationName cbc:TaxLevelCode cbc:ExemptionReasonCode cbc:ExemptionReason cac:RegistrationAddress',
    ],
    [first + 5, `${place}/cac:TaxScheme`, 'cbc:Name cbc:TaxTypeCode cbc:CurrencyCode cac:JurisdictionRegionAddress'],
  ]
}

function itemIdentification(first: number, place: string): Row[] {
  return [
    [
      first,
      place,
      'cbc:ExtendedID cbc:BarcodeSymbologyID cac:PhysicalAttribute cac:MeasurementDimension cac:IssuerParty',
    ],
  ]
}
