/*
 * The order of elements in UBL 2.1 (OASIS, ISO/IEC 19845), for the parts that an invoice or a credit note of EN 16931
 * is made of. What is inside parts that EN 16931 does not use is not listed.
 *
 * `*` may repeat, `!` must be there; the rest may be there once. `!` is left out where a BR rule already demands it.
 */

const DOCUMENT_REFERENCE = `cbc:ID! cbc:CopyIndicator cbc:UUID cbc:IssueDate cbc:IssueTime cbc:DocumentTypeCode
  cbc:DocumentType cbc:XPath* cbc:LanguageID cbc:LocaleCode cbc:VersionID cbc:DocumentStatusCode
  cbc:DocumentDescription* cac:Attachment cac:ValidityPeriod cac:IssuerParty cac:ResultOfVerification`

/** As above, where a BR rule demands the number. */
const NUMBERED_REFERENCE = DOCUMENT_REFERENCE.replace('cbc:ID!', 'cbc:ID')

const ADDRESS = `cbc:ID cbc:AddressTypeCode cbc:AddressFormatCode cbc:Postbox cbc:Floor cbc:Room cbc:StreetName
  cbc:AdditionalStreetName cbc:BlockName cbc:BuildingName cbc:BuildingNumber cbc:InhouseMail cbc:Department
  cbc:MarkAttention cbc:MarkCare cbc:PlotIdentification cbc:CitySubdivisionName cbc:CityName cbc:PostalZone
  cbc:CountrySubentity cbc:CountrySubentityCode cbc:Region cbc:District cbc:TimezoneOffset cac:AddressLine* cac:Country
  cac:LocationCoordinate*`

const PARTY = `cbc:MarkCareIndicator cbc:MarkAttentionIndicator cbc:WebsiteURI cbc:LogoReferenceID cbc:EndpointID
  cbc:IndustryClassificationCode cac:PartyIdentification* cac:PartyName* cac:Language cac:PostalAddress
  cac:PhysicalLocation cac:PartyTaxScheme* cac:PartyLegalEntity* cac:Contact cac:Person* cac:AgentParty
  cac:ServiceProviderParty* cac:PowerOfAttorney* cac:FinancialAccount`

const TAX_CATEGORY = `cbc:ID cbc:Name cbc:Percent cbc:BaseUnitMeasure cbc:PerUnitAmount cbc:TaxExemptionReasonCode
  cbc:TaxExemptionReason* cbc:TierRange cbc:TierRatePercent cac:TaxScheme!`

const ALLOWANCE = `cbc:ID cbc:ChargeIndicator! cbc:AllowanceChargeReasonCode cbc:AllowanceChargeReason*
  cbc:MultiplierFactorNumeric cbc:PrepaidIndicator cbc:SequenceNumeric cbc:Amount cbc:BaseAmount
  cbc:AccountingCostCode cbc:AccountingCost cbc:PerUnitAmount cac:TaxCategory* cac:TaxTotal cac:PaymentMeans*`

const FINANCIAL_ACCOUNT = `cbc:ID cbc:Name cbc:AliasName cbc:AccountTypeCode cbc:AccountFormatCode cbc:CurrencyCode
  cbc:PaymentNote* cac:FinancialInstitutionBranch cac:Country`

const ITEM_IDENTIFICATION = `cbc:ID! cbc:ExtendedID cbc:BarcodeSymbologyID cac:PhysicalAttribute*
  cac:MeasurementDimension* cac:IssuerParty`

/** By the name of the element that contains them, or, where it matters, by the names of its parent and of itself. */
export const SEQUENCES: Readonly<Record<string, string>> = {
  Invoice: `ext:UBLExtensions cbc:UBLVersionID cbc:CustomizationID cbc:ProfileID cbc:ProfileExecutionID cbc:ID
    cbc:CopyIndicator cbc:UUID cbc:IssueDate cbc:IssueTime cbc:DueDate cbc:InvoiceTypeCode cbc:Note* cbc:TaxPointDate
    cbc:DocumentCurrencyCode cbc:TaxCurrencyCode cbc:PricingCurrencyCode cbc:PaymentCurrencyCode
    cbc:PaymentAlternativeCurrencyCode cbc:AccountingCostCode cbc:AccountingCost cbc:LineCountNumeric cbc:BuyerReference
    cac:InvoicePeriod* cac:OrderReference cac:BillingReference* cac:DespatchDocumentReference*
    cac:ReceiptDocumentReference* cac:StatementDocumentReference* cac:OriginatorDocumentReference*
    cac:ContractDocumentReference* cac:AdditionalDocumentReference* cac:ProjectReference* cac:Signature*
    cac:AccountingSupplierParty! cac:AccountingCustomerParty! cac:PayeeParty cac:BuyerCustomerParty
    cac:SellerSupplierParty cac:TaxRepresentativeParty cac:Delivery* cac:DeliveryTerms cac:PaymentMeans*
    cac:PaymentTerms* cac:PrepaidPayment* cac:AllowanceCharge* cac:TaxExchangeRate cac:PricingExchangeRate
    cac:PaymentExchangeRate cac:PaymentAlternativeExchangeRate cac:TaxTotal* cac:WithholdingTaxTotal*
    cac:LegalMonetaryTotal! cac:InvoiceLine*`,
  CreditNote: `ext:UBLExtensions cbc:UBLVersionID cbc:CustomizationID cbc:ProfileID cbc:ProfileExecutionID cbc:ID
    cbc:CopyIndicator cbc:UUID cbc:IssueDate cbc:IssueTime cbc:TaxPointDate cbc:CreditNoteTypeCode cbc:Note*
    cbc:DocumentCurrencyCode cbc:TaxCurrencyCode cbc:PricingCurrencyCode cbc:PaymentCurrencyCode
    cbc:PaymentAlternativeCurrencyCode cbc:AccountingCostCode cbc:AccountingCost cbc:LineCountNumeric cbc:BuyerReference
    cac:InvoicePeriod* cac:DiscrepancyResponse* cac:OrderReference cac:BillingReference* cac:DespatchDocumentReference*
    cac:ReceiptDocumentReference* cac:ContractDocumentReference* cac:AdditionalDocumentReference*
    cac:StatementDocumentReference* cac:OriginatorDocumentReference* cac:Signature* cac:AccountingSupplierParty!
    cac:AccountingCustomerParty! cac:PayeeParty cac:BuyerCustomerParty cac:SellerSupplierParty
    cac:TaxRepresentativeParty cac:Delivery* cac:DeliveryTerms* cac:PaymentMeans* cac:PaymentTerms* cac:TaxExchangeRate
    cac:PricingExchangeRate cac:PaymentExchangeRate cac:PaymentAlternativeExchangeRate cac:AllowanceCharge*
    cac:TaxTotal* cac:LegalMonetaryTotal! cac:CreditNoteLine*`,
  InvoicePeriod: `cbc:StartDate cbc:StartTime cbc:EndDate cbc:EndTime cbc:DurationMeasure cbc:DescriptionCode*
    cbc:Description*`,
  OrderReference: `cbc:ID! cbc:SalesOrderID cbc:CopyIndicator cbc:UUID cbc:IssueDate cbc:IssueTime cbc:CustomerReference
    cbc:OrderTypeCode cac:DocumentReference`,
  BillingReference: `cac:InvoiceDocumentReference cac:SelfBilledInvoiceDocumentReference cac:CreditNoteDocumentReference
    cac:SelfBilledCreditNoteDocumentReference cac:DebitNoteDocumentReference cac:ReminderDocumentReference
    cac:AdditionalDocumentReference cac:BillingReferenceLine*`,
  InvoiceDocumentReference: NUMBERED_REFERENCE,
  AdditionalDocumentReference: NUMBERED_REFERENCE,
  DespatchDocumentReference: DOCUMENT_REFERENCE,
  ReceiptDocumentReference: DOCUMENT_REFERENCE,
  OriginatorDocumentReference: DOCUMENT_REFERENCE,
  ContractDocumentReference: DOCUMENT_REFERENCE,
  DocumentReference: DOCUMENT_REFERENCE,
  Attachment: 'cbc:EmbeddedDocumentBinaryObject cac:ExternalReference',
  ExternalReference: `cbc:URI cbc:DocumentHash cbc:HashAlgorithmMethod cbc:ExpiryDate cbc:ExpiryTime cbc:MimeCode
    cbc:FormatCode cbc:EncodingCode cbc:CharacterSetCode cbc:FileName cbc:Description*`,
  ProjectReference: 'cbc:ID! cbc:UUID cbc:IssueDate cac:WorkPhaseReference*',
  AccountingSupplierParty: `cbc:CustomerAssignedAccountID cbc:AdditionalAccountID* cbc:DataSendingCapability cac:Party
    cac:DespatchContact cac:AccountingContact cac:SellerContact`,
  AccountingCustomerParty: `cbc:CustomerAssignedAccountID cbc:SupplierAssignedAccountID cbc:AdditionalAccountID*
    cac:Party cac:DeliveryContact cac:AccountingContact cac:BuyerContact`,
  Party: PARTY,
  PayeeParty: PARTY,
  TaxRepresentativeParty: PARTY,
  DeliveryParty: PARTY,
  PartyIdentification: 'cbc:ID!',
  PartyName: 'cbc:Name!',
  PostalAddress: ADDRESS,
  Address: ADDRESS,
  AddressLine: 'cbc:Line!',
  Country: 'cbc:IdentificationCode cbc:Name',
  OriginCountry: 'cbc:IdentificationCode cbc:Name',
  PartyTaxScheme: `cbc:RegistrationName cbc:CompanyID cbc:TaxLevelCode cbc:ExemptionReasonCode cbc:ExemptionReason*
    cac:RegistrationAddress cac:TaxScheme`,
  TaxScheme: 'cbc:ID cbc:Name cbc:TaxTypeCode cbc:CurrencyCode cac:JurisdictionRegionAddress*',
  PartyLegalEntity: `cbc:RegistrationName cbc:CompanyID cbc:RegistrationDate cbc:RegistrationExpirationDate
    cbc:CompanyLegalFormCode cbc:CompanyLegalForm cbc:SoleProprietorshipIndicator cbc:CompanyLiquidationStatusCode
    cbc:CorporateStockAmount cbc:FullyPaidSharesIndicator cac:RegistrationAddress cac:CorporateRegistrationScheme
    cac:HeadOfficeParty cac:ShareholderParty*`,
  Contact: `cbc:ID cbc:Name cbc:Telephone cbc:Telefax cbc:ElectronicMail cbc:Note* cac:OtherCommunication*`,
  Delivery: `cbc:ID cbc:Quantity cbc:MinimumQuantity cbc:MaximumQuantity cbc:ActualDeliveryDate cbc:ActualDeliveryTime
    cbc:LatestDeliveryDate cbc:LatestDeliveryTime cbc:ReleaseID cbc:TrackingID cac:DeliveryAddress cac:DeliveryLocation
    cac:AlternativeDeliveryLocation cac:RequestedDeliveryPeriod cac:PromisedDeliveryPeriod cac:EstimatedDeliveryPeriod
    cac:CarrierParty cac:DeliveryParty cac:NotifyParty* cac:Despatch cac:DeliveryTerms* cac:MinimumDeliveryUnit
    cac:MaximumDeliveryUnit cac:Shipment`,
  DeliveryLocation: `cbc:ID cbc:Description* cbc:Conditions* cbc:CountrySubentity cbc:CountrySubentityCode
    cbc:LocationTypeCode cbc:InformationURI cbc:Name cac:ValidityPeriod* cac:Address cac:SubsidiaryLocation*
    cac:LocationCoordinate*`,
  PaymentMeans: `cbc:ID cbc:PaymentMeansCode cbc:PaymentDueDate cbc:PaymentChannelCode cbc:InstructionID
    cbc:InstructionNote* cbc:PaymentID* cac:CardAccount cac:PayerFinancialAccount cac:PayeeFinancialAccount
    cac:CreditAccount cac:PaymentMandate cac:TradeFinancing`,
  CardAccount: `cbc:PrimaryAccountNumberID! cbc:NetworkID! cbc:CardTypeCode cbc:ValidityStartDate cbc:ExpiryDate
    cbc:IssuerID cbc:IssueNumberID cbc:CV2ID cbc:CardChipCode cbc:ChipApplicationID cbc:HolderName`,
  PayeeFinancialAccount: FINANCIAL_ACCOUNT,
  PayerFinancialAccount: FINANCIAL_ACCOUNT,
  FinancialInstitutionBranch: 'cbc:ID cbc:Name cac:FinancialInstitution cac:Address',
  PaymentMandate: `cbc:ID cbc:MandateTypeCode cbc:MaximumPaymentInstructionsNumeric cbc:MaximumPaidAmount
    cbc:SignatureID cac:PayerParty cac:PayerFinancialAccount cac:ValidityPeriod cac:PaymentReversalPeriod cac:Clause*`,
  PaymentTerms: `cbc:ID cbc:PaymentMeansID* cbc:PrepaidPaymentReferenceID cbc:Note* cbc:ReferenceEventCode
    cbc:SettlementDiscountPercent cbc:PenaltySurchargePercent cbc:PaymentPercent cbc:Amount
    cbc:SettlementDiscountAmount cbc:PenaltyAmount cbc:PaymentTermsDetailsURI cbc:PaymentDueDate cbc:InstallmentDueDate
    cbc:InvoicingPartyReference cac:SettlementPeriod cac:PenaltyPeriod cac:ExchangeRate cac:ValidityPeriod`,
  AllowanceCharge: ALLOWANCE,
  // No BR rule demands the amount there.
  'Price/AllowanceCharge': ALLOWANCE.replace('cbc:Amount ', 'cbc:Amount! '),
  TaxCategory: TAX_CATEGORY,
  ClassifiedTaxCategory: TAX_CATEGORY,
  TaxTotal: `cbc:TaxAmount! cbc:RoundingAmount cbc:TaxEvidenceIndicator cbc:TaxIncludedIndicator cac:TaxSubtotal*`,
  TaxSubtotal: `cbc:TaxableAmount cbc:TaxAmount cbc:CalculationSequenceNumeric cbc:TransactionCurrencyTaxAmount
    cbc:Percent cbc:BaseUnitMeasure cbc:PerUnitAmount cbc:TierRange cbc:TierRatePercent cac:TaxCategory`,
  LegalMonetaryTotal: `cbc:LineExtensionAmount cbc:TaxExclusiveAmount cbc:TaxInclusiveAmount cbc:AllowanceTotalAmount
    cbc:ChargeTotalAmount cbc:PrepaidAmount cbc:PayableRoundingAmount cbc:PayableAmount cbc:PayableAlternativeAmount`,
  InvoiceLine: `cbc:ID cbc:UUID cbc:Note* cbc:InvoicedQuantity cbc:LineExtensionAmount cbc:TaxPointDate
    cbc:AccountingCostCode cbc:AccountingCost cbc:PaymentPurposeCode cbc:FreeOfChargeIndicator cac:InvoicePeriod*
    cac:OrderLineReference* cac:DespatchLineReference* cac:ReceiptLineReference* cac:BillingReference*
    cac:DocumentReference* cac:PricingReference cac:OriginatorParty cac:Delivery* cac:PaymentTerms* cac:AllowanceCharge*
    cac:TaxTotal* cac:WithholdingTaxTotal* cac:Item! cac:Price cac:DeliveryTerms cac:SubInvoiceLine*
    cac:ItemPriceExtension`,
  CreditNoteLine: `cbc:ID cbc:UUID cbc:Note* cbc:CreditedQuantity cbc:LineExtensionAmount cbc:TaxPointDate
    cbc:AccountingCostCode cbc:AccountingCost cbc:PaymentPurposeCode cbc:FreeOfChargeIndicator cac:InvoicePeriod*
    cac:OrderLineReference* cac:DiscrepancyResponse* cac:DespatchLineReference* cac:ReceiptLineReference*
    cac:BillingReference* cac:DocumentReference* cac:PricingReference cac:OriginatorParty cac:Delivery*
    cac:PaymentTerms* cac:TaxTotal* cac:AllowanceCharge* cac:Item cac:Price cac:DeliveryTerms* cac:SubCreditNoteLine*
    cac:ItemPriceExtension`,
  OrderLineReference: `cbc:LineID! cbc:SalesOrderLineID cbc:UUID cbc:LineStatusCode cac:OrderReference`,
  Item: `cbc:Description* cbc:PackQuantity cbc:PackSizeNumeric cbc:CatalogueIndicator cbc:Name cbc:HazardousRiskIndicator
    cbc:AdditionalInformation* cbc:Keyword* cbc:BrandName* cbc:ModelName* cac:BuyersItemIdentification
    cac:SellersItemIdentification cac:ManufacturersItemIdentification* cac:StandardItemIdentification
    cac:CatalogueItemIdentification cac:AdditionalItemIdentification* cac:CatalogueDocumentReference
    cac:ItemSpecificationDocumentReference* cac:OriginCountry cac:CommodityClassification* cac:TransactionConditions*
    cac:HazardousItem* cac:ClassifiedTaxCategory* cac:AdditionalItemProperty* cac:ManufacturerParty*
    cac:InformationContentProviderParty cac:OriginAddress* cac:ItemInstance* cac:Certificate* cac:Dimension*`,
  BuyersItemIdentification: ITEM_IDENTIFICATION,
  SellersItemIdentification: ITEM_IDENTIFICATION,
  StandardItemIdentification: ITEM_IDENTIFICATION,
  CommodityClassification: 'cbc:NatureCode cbc:CargoTypeCode cbc:CommodityCode cbc:ItemClassificationCode',
  AdditionalItemProperty: `cbc:ID cbc:Name cbc:NameCode cbc:TestMethod cbc:Value cbc:ValueQuantity cbc:ValueQualifier*
    cbc:ImportanceCode cbc:ListValue* cac:UsabilityPeriod cac:ItemPropertyGroup* cac:RangeDimension
    cac:ItemPropertyRange`,
  Price: `cbc:PriceAmount cbc:BaseQuantity cbc:PriceChangeReason* cbc:PriceTypeCode cbc:PriceType
    cbc:OrderableUnitFactorRate cac:ValidityPeriod* cac:PriceList cac:AllowanceCharge* cac:PricingExchangeRate`,
}

/** The attributes that values may have, by the end of their names; the names of UBL say the type. Texts come last. */
export const ATTRIBUTES: readonly (readonly [names: RegExp, attributes: string])[] = [
  [/Amount$/, 'currencyID currencyCodeListVersionID'],
  [/Quantity$/, 'unitCode unitCodeListID unitCodeListAgencyID unitCodeListAgencyName'],
  [/Measure$/, 'unitCode unitCodeListVersionID'],
  [/Code$/, 'listID listAgencyID listAgencyName listName listVersionID name languageID listURI listSchemeURI'],
  [/(?:ID|URI)$/, 'schemeID schemeName schemeAgencyID schemeAgencyName schemeVersionID schemeDataURI schemeURI'],
  [/BinaryObject$/, 'format mimeCode encodingCode characterSetCode uri filename'],
  [/(?:Percent|Numeric|Rate)$/, 'format'],
  [/(?:Date|Time|Indicator)$/, ''],
  [/$/, 'languageID languageLocaleID'],
]
