function Get-MfaHardwareToken {
    <#
    .SYNOPSIS
    Lists the hardware tokens of the tenant's inventory.

    .DESCRIPTION
    Get-MfaHardwareToken gives one object for each hardware OATH token while the inventory is read: its serial number, who
    has it and in which state it is, in words. It takes the permission Policy.Read.All and, signed in as a person, a role
    that reads the policy of authentication methods. The service shows hardware tokens in its beta version only.

    .PARAMETER SerialNumber
    Only the token with this serial number.

    .PARAMETER Status
    Only tokens in this state: Available, Assigned, Activated or FailedActivation.

    .PARAMETER User
    Only tokens that this person has: object id, user principal name or address. Binds from the pipeline by the columns
    UserPrincipalName, UPN, Mail, Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.HardwareToken

    .EXAMPLE
    Get-MfaHardwareToken -Status Available

    Shows the tokens that nobody has.

    .EXAMPLE
    Get-MfaHardwareToken -SerialNumber TOTP0042

    Shows who has the token with this serial number.

    .EXAMPLE
    Get-MfaHardwareToken -User nora.lind@fabrikam.example

    Shows the tokens of one person, with their states in the inventory.

    .LINK
    Grant-MfaHardwareToken

    .LINK
    Revoke-MfaHardwareToken

    .LINK
    about_GraphMfa_Errors
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.HardwareToken')]
    param(
        [Parameter(Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $SerialNumber,

        [Parameter()]
        [ValidateSet('Available', 'Assigned', 'Activated', 'FailedActivation')]
        [string] $Status,

        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName)]
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
        $identities = @(@{ User = $null; Target = $null; Error = $null; Ends = $false })
        if ($MyInvocation.ExpectingInput -or $PSBoundParameters.ContainsKey('User')) {
            $identities = @(Resolve-MfaIdentity -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput -Entry $resolved.Entry)
        }
        foreach ($identity in $identities) {
            if ($null -ne $identity.Error) {
                Write-MfaError $PSCmdlet $identity
                continue
            }
            $request = [ordered] @{ operation = 'listHardwareTokens' }
            if ($null -ne $identity.User) { $request['user'] = $identity.User }
            if ($SerialNumber) { $request['serialNumber'] = $SerialNumber }
            # The service's words begin with a small letter.
            if ($Status) { $request['status'] = $Status.Substring(0, 1).ToLowerInvariant() + $Status.Substring(1) }
            Invoke-MfaRequest $resolved.Entry $request $identity.Target -PassPart | ForEach-Object -Process {
                if ($_.ContainsKey('Part')) { foreach ($token in $_.Part.tokens) { ConvertTo-MfaObject $token 'GraphMfa.HardwareToken' } }
                elseif ($null -ne $_.Error) { Write-MfaError $PSCmdlet $_ }
            }
        }
    }
}
