function Get-MfaTemporaryAccessPass {
    <#
    .SYNOPSIS
    Shows whether a person has a Temporary Access Pass, until when it can be used, and what the tenant's policy allows.

    .DESCRIPTION
    Get-MfaTemporaryAccessPass gives one object for each person, also for those without a pass: then Pass is empty. The pass
    itself is told only when it is issued. Policy is empty where the sign-in may not read it.

    .PARAMETER User
    Whose: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.PassReport

    .EXAMPLE
    Get-MfaTemporaryAccessPass nora.lind@fabrikam.example

    Shows the pass of one person, and the policy.

    .EXAMPLE
    Import-Csv people.csv | Get-MfaTemporaryAccessPass | Where-Object -FilterScript { $_.Pass.Usable }

    Finds those in a list who have a pass that works.

    .LINK
    New-MfaTemporaryAccessPass

    .LINK
    Remove-MfaTemporaryAccessPass
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.PassReport')]
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
            $request = [ordered] @{ operation = 'getPass'; user = $identity.User }
            $result = Invoke-MfaRequest $resolved.Entry $request $identity.Target
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                continue
            }
            ConvertTo-MfaObject $result.Response 'GraphMfa.PassReport'
        }
    }
}
