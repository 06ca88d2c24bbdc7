function Get-MfaPerUserState {
    <#
    .SYNOPSIS
    Shows a person's per-user MFA state.

    .DESCRIPTION
    Get-MfaPerUserState tells whether per-user MFA is disabled, enabled or enforced for a person, and what that means. It
    takes the permission Policy.Read.All and, signed in as a person, the role Authentication Policy Administrator or Global
    Reader. Microsoft recommends Conditional Access, with per-user MFA disabled.

    .PARAMETER User
    Whose: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.PerUserState

    .EXAMPLE
    Get-MfaPerUserState nora.lind@fabrikam.example

    Shows the state of one person.

    .EXAMPLE
    Import-Csv people.csv | Get-MfaPerUserState | Where-Object State -ne disabled | Set-MfaPerUserState -State Disabled

    Finds who is still enrolled, and moves them off, after a question each.

    .LINK
    Set-MfaPerUserState

    .LINK
    about_GraphMfa_Errors
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.PerUserState')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
    }
    process {
        foreach ($identity in @(Resolve-MfaIdentity -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput -Entry $resolved.Entry)) {
            if ($null -ne $identity.Error) {
                Write-MfaError $PSCmdlet $identity
                continue
            }
            $result = Invoke-MfaRequest $resolved.Entry ([ordered] @{ operation = 'getPerUserState'; user = $identity.User }) $identity.Target
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                continue
            }
            ConvertTo-MfaObject $result.Response 'GraphMfa.PerUserState'
        }
    }
}
