@{
    RootModule             = 'GraphMfa.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '6d0e6a1c-5d5f-4b0a-9c43-3f6f0b0f7d52'
    Author                 = 'The graph-mfa developers'
    CompanyName            = 'The graph-mfa developers'
    Copyright              = '(c) The graph-mfa developers. MIT OR Apache-2.0.'
    Description            = 'Administers multifactor authentication in a Microsoft Entra tenant: finds a person, shows the authentication methods, requires re-registration and proves it, revokes sessions, and tells who reset MFA for whom.'
    PowerShellVersion      = '5.1'
    # .NET Framework 4.7.2 or later, for Windows PowerShell.
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    FunctionsToExport      = @(
        'Connect-Mfa'
        'Disconnect-Mfa'
        'Export-MfaProof'
        'Find-MfaUser'
        'Get-MfaAdministrativeUnit'
        'Get-MfaAudit'
        'Get-MfaContext'
        'Get-MfaHardwareToken'
        'Get-MfaMethod'
        'Get-MfaPerUserState'
        'Get-MfaPermission'
        'Get-MfaRegistration'
        'Get-MfaResetPlan'
        'Get-MfaRole'
        'Get-MfaRoleAssignment'
        'Get-MfaRun'
        'Get-MfaRunPlan'
        'Get-MfaTemporaryAccessPass'
        'Get-MfaUser'
        'Grant-MfaHardwareToken'
        'Grant-MfaRole'
        'Initialize-MfaApplication'
        'New-MfaTemporaryAccessPass'
        'Remove-MfaMethod'
        'Remove-MfaTemporaryAccessPass'
        'Reset-MfaUser'
        'Resume-MfaRun'
        'Revoke-MfaHardwareToken'
        'Revoke-MfaRole'
        'Revoke-MfaSession'
        'Set-MfaPerUserState'
        'Set-MfaPhoneMethod'
        'Start-MfaRun'
        'Stop-MfaRun'
        'Test-MfaProof'
        'Test-MfaPolicy'
    )
    CmdletsToExport        = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    FormatsToProcess       = @('GraphMfa.Format.ps1xml')
    PrivateData            = @{
        PSData = @{
            Tags         = @('Entra', 'EntraID', 'AzureAD', 'MFA', 'MicrosoftGraph', 'Authentication', 'Security', 'ServiceDesk', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://github.com/graph-mfa/graph-mfa/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/graph-mfa/graph-mfa'
            ReleaseNotes = 'https://github.com/graph-mfa/graph-mfa/blob/main/CHANGELOG.md'
        }
    }
}
