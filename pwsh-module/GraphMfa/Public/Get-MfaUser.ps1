function Get-MfaUser {
    <#
    .SYNOPSIS
    Shows one person of the tenant.

    .DESCRIPTION
    Get-MfaUser reads a person by object id, user principal name, or an address that exactly one person has. It never
    guesses: several columns of a row that name different people are an error, as are wildcard characters.

    .PARAMETER User
    Whom: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.User

    .EXAMPLE
    Get-MfaUser nora.lind@fabrikam.example

    Shows one person.

    .EXAMPLE
    Import-Csv people.csv | Get-MfaUser

    Shows everybody in a list whose column is called, say, UserPrincipalName.

    .LINK
    Find-MfaUser

    .LINK
    Get-MfaMethod
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.User')]
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
            $result = Invoke-MfaRequest $resolved.Entry ([ordered] @{ operation = 'getUser'; user = $identity.User }) $identity.Target
            if ($null -ne $result.Error) { Write-MfaError $PSCmdlet $result }
            else { ConvertTo-MfaObject $result.Response 'GraphMfa.User' }
        }
    }
}
