function Get-MfaKnownKind {
    # The kinds of methods, as the contract spells them.
    [CmdletBinding()]
    [OutputType([string])]
    param()
    'email', 'external', 'fido2', 'hardwareOath', 'microsoftAuthenticator', 'passwordlessMicrosoftAuthenticator', 'phone',
    'platformCredential', 'qrCodePin', 'softwareOath', 'temporaryAccessPass', 'windowsHelloForBusiness'
}
